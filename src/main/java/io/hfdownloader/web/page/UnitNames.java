package io.hfdownloader.web.page;

/**
 * The words between numbers, in one language.
 *
 * @param of stands between a part and its whole
 * @param perSecond follows an amount to make it a speed
 */
record UnitNames(
        String oneByte,
        String bytes,
        String of,
        String perSecond,
        String seconds,
        String minutes,
        String hours,
        String days) {

    /** What the API writes, whatever language its caller speaks. */
    static final UnitNames ENGLISH = new UnitNames("byte", "bytes", "of", "/s", "s", "min", "h", "d");

    static UnitNames of(Messages messages) {
        return new UnitNames(
                messages.text("unit.byte"),
                messages.text("unit.bytes"),
                messages.text("unit.of"),
                messages.text("unit.perSecond"),
                messages.text("unit.seconds"),
                messages.text("unit.minutes"),
                messages.text("unit.hours"),
                messages.text("unit.days"));
    }
}
