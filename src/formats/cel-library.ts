/** Adds a function by its signature, as the CEL library spells them. */
export type AddFunction = (signature: string, body: (...values: never[]) => unknown) => void;

/** Makes a class a type of CEL. */
export type AddType = (name: string, of: abstract new (...args: never[]) => unknown) => void;

/** Makes a type of its own and a constant of this name that is of it, so that functions can hang on the name. */
export type AddNames = (type: string, name: string) => void;

/** Ways to add to the library. */
export interface CelLibrary {
  readonly add: AddFunction;
  readonly addType: AddType;
  readonly addNames: AddNames;
}

/** Takes steps off what an expression may still cost. */
export type Spend = (steps: number) => void;
