package io.hfdownloader.adopt;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/** Who counts what is done, and says when to stop. For any thread. */
public interface Progress {

    /** How much there is to do. */
    void total(long bytes);

    /** So much more is done. */
    void done(long bytes);

    /** Whether to end soon. */
    boolean isStopped();

    /** Does all of them, several at a time. Blocks until they are done; fails when stopped. */
    void all(List<? extends Callable<?>> parts) throws IOException;
}
