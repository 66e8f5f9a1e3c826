package io.hfdownloader.hook;

import java.util.concurrent.CompletionStage;

import io.hfdownloader.hook.event.Occurrence;

/** Tells one hook. */
@FunctionalInterface
interface Sender {

    /** One try; never blocks, never fails, ends within its time limit and a little. */
    CompletionStage<Attempt> attempt(Occurrence what);
}
