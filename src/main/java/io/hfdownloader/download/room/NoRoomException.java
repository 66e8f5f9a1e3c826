package io.hfdownloader.download.room;

import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;

/** A download does not fit on its disk now; whether it may wait for that, {@link #passes} tells. */
public final class NoRoomException extends ProblemException {

    private final transient Room room;

    public NoRoomException(Room room) {
        super(ProblemType.DISK_FULL, room.sentence(), null, room.parameters());
        this.room = room;
    }

    /** The figures. */
    public Room room() {
        return room;
    }

    /** Whether there may be room later. */
    public boolean passes() {
        return room.everFits();
    }
}
