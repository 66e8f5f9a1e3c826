package io.hfdownloader.input.command;

import io.hfdownloader.input.reference.Note;
import io.hfdownloader.problem.CodedText;

/** Says that an option which names a folder was left out. */
final class PlaceNote {

    private PlaceNote() {}

    static CodedText of(String option) {
        return Note.PLACE
                .says(option + " was left out: files go to this server's own folder.")
                .and("option", option);
    }
}
