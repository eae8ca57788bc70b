/** Version of the program; equal to package.json by test. */
export const version = '0.1.0';
