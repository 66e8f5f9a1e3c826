package io.hfdownloader.hook;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.hook.event.HookEvent;
import io.hfdownloader.library.LibraryDisk;
import io.hfdownloader.library.ModelLibrary;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** Looks now and then how much room there is, where a hook is to be told when there is little. Never blocks. */
@ApplicationScoped
class DiskWatch {

    private static final Logger LOG = Logger.getLogger(DiskWatch.class);

    private final Hooks hooks;
    private final ModelLibrary library;

    DiskWatch(Hooks hooks, ModelLibrary library) {
        this.hooks = hooks;
        this.library = library;
    }

    @Scheduled(every = "30s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        if (!hooks.takes(HookEvent.DISK_LOW)) {
            return Uni.createFrom().voidItem();
        }
        return library.disk()
                .space(LibraryDisk.ANSWER_TIMEOUT)
                .invoke(hooks::space)
                .onFailure()
                .invoke(away -> LOG.debugf("No look at the room on the disk: %s", away.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
