package io.hfdownloader.web.page;

/**
 * The words between numbers, in one language.
 *
 * @param of stands between a part and its whole
 * @param perSecond follows an amount to make it a speed
 */
record Units(
        String oneByte,
        String bytes,
        String of,
        String perSecond,
        String seconds,
        String minutes,
        String hours,
        String days) {

    /** What the API writes, whatever language its caller speaks. */
    static final Units ENGLISH = new Units("byte", "bytes", "of", "/s", "s", "min", "h", "d");

    static Units of(Texts texts) {
        return new Units(
                texts.unitByte(),
                texts.unitBytes(),
                texts.unitOf(),
                texts.unitPerSecond(),
                texts.unitSeconds(),
                texts.unitMinutes(),
                texts.unitHours(),
                texts.unitDays());
    }
}
