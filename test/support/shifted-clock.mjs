// Loaded before the program: its wall clock is off by JOBU_TEST_CLOCK_SHIFT_MS, as on a machine with a wrong clock.
const shiftMs = Number(process.env.JOBU_TEST_CLOCK_SHIFT_MS);
const RealDate = Date;

globalThis.Date = class ShiftedDate extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [RealDate.now() + shiftMs] : parts));
  }

  static now() {
    return RealDate.now() + shiftMs;
  }
};
