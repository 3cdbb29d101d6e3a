/** A module whose model can learn from a teacher. */
export interface Learner {
  readonly module: string;
  /** The capability that the module asks: whatever model is bound to it learns. */
  readonly capability: string;
}

/** Every one, as a pick lists them. */
export const learners: readonly Learner[] = [{ module: 'FACEDET', capability: 'faces' }];

export const learnerOf = (module: string): Learner | undefined => learners.find(learner => learner.module === module);
