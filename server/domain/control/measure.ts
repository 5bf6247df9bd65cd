/** Measures (措施): what an order can ask of a place. Words and Chinese names: product.md, "Words". */

export const MEASURES = [
  'stopEarthworks',
  'stopDemolition',
  'stopMuckTrucks',
  'coverBareSoil',
  'coverRubble',
  'selfCheck',
  'spray',
  'stopDustyWork',
  'stopWorkAtHeight',
  'secureNets',
  'withdrawPeople',
  'sprinklerRun',
  'secondSprinklerRun',
  'mist',
  'suctionSweep',
] as const

export type Measure = (typeof MEASURES)[number]
