// Vite gives the text of a file behind `?raw`.
declare module '*.sql?raw' {
  const text: string;
  export default text;
}
