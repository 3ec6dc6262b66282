// The page's own address ends at the <base> that the server put in; it is fixed before the router changes the address.
const element = document.querySelector('base')!;

/** Where the server answers, with a slash at the end: `https://ops.example.com/jobu/`. */
export const baseUrl: string = new URL('.', document.baseURI).href;
element.href = baseUrl;

/** Path of the application on this host, without a slash at the end. */
export const basePath: string = new URL(baseUrl).pathname.replace(/\/$/, '');

/** What the server wrote into the page. */
export const serverFacts = {
  version: '',
  timeZone: 'Asia/Seoul',
  ...(JSON.parse(document.querySelector('meta[name="jobu"]')?.getAttribute('content') ?? '{}') as Partial<{
    version: string;
    timeZone: string;
  }>),
};
