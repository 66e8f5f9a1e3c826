package io.hfdownloader.files;

import java.util.Locale;

import io.hfdownloader.problem.CodedText;

/** Why a file of a repository cannot be on a disk under its name. */
public enum NameObjection {
    EMPTY("its name is empty"),
    CONTROL("its name has control characters"),
    ABSOLUTE("its path is absolute"),
    OUTSIDE("its path does not stay within the folder"),
    GIT("it would change a git repository"),
    DRIVE("its path names a drive"),
    KEPT("this place is kept for data on the download"),
    /** More folders than {@code most}. */
    DEEP("it is in too many folders"),
    TOO_LONG("its name is too long"),
    /** A name that cannot be written in the {@code charset}. */
    CHARSET("this system cannot write its name"),
    /** Its path below {@code folder} is too long. */
    LONG_PATH("its path is too long"),
    OVERLONG("its path is too long for any disk"),
    /** There is a file, {@code other}, in place of its folder. */
    FILE_IN_PLACE("a file stands where its folder would be"),
    FOLDER_IN_PLACE("a folder stands where it would be"),
    DEVICE("Windows, for which the disk is, takes its name for a device"),
    WINDOWS("Windows, for which the disk is, cannot open its name"),
    RENAMED("the disk would give it another name"),
    LONG_FOR_DISK("its name is too long for the disk, with what is kept beside it"),
    REFUSED("the disk cannot hold its name"),
    /** As a disk compares, it has the name of {@code other}. */
    SAME_NAME("the disk takes its name for that of another"),
    /** It has the name of the folder of {@code other}. */
    NAME_OF_FOLDER("its name is that of a folder"),
    /** What is noted of it would have the name of the folder of {@code other}. */
    NOTE_IS_FOLDER("the note that is kept on it would have the name of a folder"),
    /** Its folder would have the name of {@code other}, or of what is noted of that. */
    FOLDER_IS_FILE("its folder would have the name of a file"),
    EMPTIED("the Hub has an empty file in place of these weights, and what is here stays");

    /** What all of them have in common. */
    public static final String CODE = "unwritable";

    private final CodedText text;

    NameObjection(String words) {
        this.text = says(words);
    }

    /** Its stable name. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** It, as a part of a sentence. */
    public CodedText text() {
        return text;
    }

    /** It, as a part of a sentence that names more. */
    public CodedText says(String partOfSentence) {
        return CodedText.of(CODE, word(), partOfSentence);
    }
}
