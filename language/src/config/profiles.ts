import type { Profile } from '../config.ts';

/** Works with the models that come with VProg, on photos of everyday things. */
const photos: Profile = {
  name: 'photos',
  semantics: 'vprog',
  bindings: {
    detect: { model: 'nanodet' },
    faces: { model: 'blazeface_front' },
    segment: { model: 'selfie_segmentation' },
    read: { model: 'ppocr-v4-rec', parts: { regions: 'ppocr-v4-det' } },
  },
};

export const defaultProfileName = photos.name;

export const bundledProfiles: ReadonlyMap<string, Profile> = new Map([[photos.name, photos]]);
