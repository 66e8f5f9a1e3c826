package io.hfdownloader.hook;

import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.UntrustedText;

/** A hook that cannot be tried. */
public final class HookException extends ProblemException {

    private HookException(ProblemType problem, String detail) {
        super(problem, detail);
    }

    static HookException unknown(String name) {
        return new HookException(
                ProblemType.HOOK_NOT_FOUND,
                "There is no hook called \"" + UntrustedText.name(name, 60)
                        + "\". Hooks are named in the settings (hf-downloader.hooks), which are read at the start.");
    }

    static HookException busy(String name) {
        return new HookException(
                ProblemType.HOOK_BUSY, "The hook " + name + " is being tried already. Wait for that to end.");
    }
}
