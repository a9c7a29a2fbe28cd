/** What a response is called on the screen: A for the first place. */
export function responseLetter(place: number): string {
  return String.fromCharCode("A".charCodeAt(0) + place);
}
