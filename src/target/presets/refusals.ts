/** The refusals that our presets configure, so that the cases which need one can run without a profile. */
export const refusals = {
  userName: 'assay',
  correctPassword: 'correct',
  wrongPassword: 'wrong',
  clientIdentifier: 'assay-refused',
  deniedTopicPrefix: 'assay-denied/',
  deniedTopic: 'assay-denied/topic',
} as const;

/** As the profile key refusedCredentials. */
export const refusedCredentials = { userName: refusals.userName, password: refusals.wrongPassword } as const;
