import { createSpotlight } from '@mantine/spotlight';

/** The palette, opened from anywhere; it may be asked for before it has been loaded. */
export const [spotlightStore, spotlight] = createSpotlight();
