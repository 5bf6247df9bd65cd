/**
 * Every setting: name, unit and default. `config.ts` reads them, `.env.example` shows them, a test compares the three.
 */
export interface Setting {
  readonly name: string
  /** What `.env.example` shows after the equals sign; empty when there is none. */
  readonly default: string
  readonly text: string
}

export const SETTINGS = [
  { name: 'WINDBREAK_DATA_DIR', default: './data', text: 'folder for the spool and the embedded databases' },
  { name: 'WINDBREAK_HOST', default: '127.0.0.1', text: 'address to listen on; loopback only until accounts exist' },
  {
    name: 'WINDBREAK_HTTP_PORT',
    default: '8080',
    text: 'port of dashboard and API; 0 takes any free one (a drill: 0)',
  },
  {
    name: 'WINDBREAK_MQTT_PORT',
    default: '1883',
    text: 'port of the embedded broker; 0 any free one, off none (a drill: 0)',
  },
  {
    name: 'MQTT_URL',
    default: '',
    text: 'an outside broker instead of the embedded one, mqtt://user:password@host:1883',
  },
  {
    name: 'WINDBREAK_MQTT_CLIENT_ID',
    default: 'windbreak',
    text: 'client id at the outside broker; a drill adds -drill',
  },
  {
    name: 'WINDBREAK_DEVICE_SECRETS',
    default: 'required',
    text: 'required, or when-issued: a device that was never given a secret connects by its name (embedded broker)',
  },
  { name: 'INFLUX_URL', default: '', text: 'InfluxDB instead of the embedded store, http://host:8086' },
  { name: 'INFLUX_TOKEN', default: '', text: 'InfluxDB token (1.x: user:password)' },
  { name: 'INFLUX_ORG', default: '', text: 'InfluxDB 2.x organisation' },
  { name: 'INFLUX_BUCKET', default: 'windbreak', text: 'bucket or database; a drill adds _drill' },
  { name: 'INFLUX_VERSION', default: '', text: '1, 2 or 3; asked from the server when empty' },
  {
    name: 'DATABASE_URL',
    default: '',
    text: 'PostgreSQL instead of the embedded one, postgres://user:password@host/name',
  },
  {
    name: 'WINDBREAK_SECOND',
    default: 'stand-by',
    text: 'stand-by or refuse: what a server does while another one judges on the same PostgreSQL',
  },
  { name: 'WINDBREAK_TIMEZONE', default: 'Asia/Shanghai', text: "the district's time zone (IANA name)" },
  {
    name: 'WINDBREAK_TOKENS',
    default: '',
    text: 'bearer tokens, comma-separated: token=role:actor, token=site:<place id>:actor, token=township:<id>:actor',
  },
  {
    name: 'WINDBREAK_RULES_FILE',
    default: '',
    text: 'JSON file with numbers of your own for the rule packs and the response plan; see README',
  },
  {
    name: 'WINDBREAK_DEMO_TOKEN',
    default: '',
    text: 'drills only: a token with the rights of the duty officer that opening the dashboard signs in with',
  },
  {
    name: 'WINDBREAK_WINDY_DAY_SCOPE',
    default: 'district',
    text: 'district or township: where the windy-day rule looks',
  },
  { name: 'WINDBREAK_WINDY_DAY_MODE', default: 'countdown', text: 'advise, countdown or automatic' },
  {
    name: 'WINDBREAK_RULES',
    default: '',
    text: 'modes of the rules, comma-separated: rule=off, advise, countdown or automatic; * is every other rule that is not off by itself',
  },
  { name: 'WINDBREAK_COUNTDOWN_SECONDS', default: '180', text: 'seconds a draft waits before it issues itself' },
  {
    name: 'WINDBREAK_MASS_ORDER_PLACES',
    default: '20',
    text: 'places from which on an order by hand takes a second person',
  },
  {
    name: 'WINDBREAK_SAFE_FINISH_HOURS',
    default: '12',
    text: 'hours after a measure was asked within which a safe finish must end (ours)',
  },
  { name: 'WINDBREAK_RELEASE', default: 'confirm', text: 'confirm (a person releases) or automatic' },
  {
    name: 'WINDBREAK_SPOOL_MAX_MB',
    default: '20480',
    text: 'megabytes the spool may take before nothing more is acknowledged',
  },
  {
    name: 'WINDBREAK_MIN_FREE_MB',
    default: '256',
    text: 'megabytes left on the disk of the data folder (at most a tenth of it) below which nothing more is taken',
  },
  {
    name: 'WINDBREAK_QUARANTINE_DAYS',
    default: '90',
    text: 'days after its last occurrence that what could not be used is kept',
  },
  {
    name: 'WINDBREAK_QUARANTINE_MAX_ROWS',
    default: '100000',
    text: 'rows of what could not be used, about 2 KB each at most; the oldest make room',
  },
  { name: 'WINDBREAK_DUCKDB_MEMORY_MB', default: '512', text: 'megabytes of memory for the embedded reading store' },
  { name: 'WINDBREAK_ROLES', default: 'ingest,control,web', text: 'what this process does; for now always all three' },
  { name: 'WINDBREAK_REALM', default: 'live', text: 'live or drill; set by npm run drill' },
  { name: 'WINDBREAK_DRILL_START', default: '', text: 'where the clock of a drill begins, ISO 8601 with zone' },
  { name: 'WINDBREAK_DRILL_NAME', default: '', text: 'what a drill is called in its report' },
  {
    name: 'WINDBREAK_CHROMIUM',
    default: '',
    text: 'the Chromium that makes long pictures; looked for on the PATH (chromium, chromium-browser, google-chrome) when empty; off none',
  },
  { name: 'WINDBREAK_LOG_LEVEL', default: 'info', text: 'error, warn or info' },
  { name: 'WINDBREAK_CRASH_AT', default: '', text: 'tests only: the named point at which the process kills itself' },
] as const satisfies readonly Setting[]

export type SettingName = (typeof SETTINGS)[number]['name']
