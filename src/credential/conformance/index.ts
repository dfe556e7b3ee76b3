/** For verifying: whether a document conforms to the data model, apart from what makes, mends and signs documents. */
export type { ModelReport } from '../../types/model.js'
export { checkDataModel } from '../check.js'
export { relatedResources } from '../digested.js'
