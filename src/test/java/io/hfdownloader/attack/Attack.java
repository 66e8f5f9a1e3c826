package io.hfdownloader.attack;

import java.util.Random;

/** One kind of attack. To add another one, add it to the list of those that are alike. */
record Attack(String name, Body body) {

    /** Comes to its end by itself, within half a minute, and soon when the round is over. */
    interface Body {

        /**
         * @param random decides all there is to choose
         * @throws java.io.IOException when a connection breaks, which is the other side's right; everything else is a fault
         */
        void run(Target target, Random random) throws Exception;
    }

    static Attack of(String name, Body body) {
        return new Attack(name, body);
    }
}
