package io.hfdownloader.hook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.hfdownloader.hook.event.Occurrence;
import io.hfdownloader.hook.message.HookText;
import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * What a command knows: what programs need of their surroundings, and what has happened. Nothing else of our own environment,
 * in which there are tokens. All facts are there each time, empty where they mean nothing.
 */
final class CommandEnvironment {

    private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int MAX_TEXT_CHARS = 1_200;
    private static final List<String> TAKEN_OVER =
            List.of("HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR");

    private CommandEnvironment() {}

    /** The folders of programs. */
    static String searchPath(Map<String, String> ours) {
        String path = ours.getOrDefault("PATH", "");
        return path.isBlank() ? USUAL_PATH : path;
    }

    static Map<String, String> of(Occurrence what, String hook, Map<String, String> ours) {
        Map<String, String> known = new LinkedHashMap<>();
        known.put("PATH", searchPath(ours));
        TAKEN_OVER.stream().filter(ours::containsKey).forEach(name -> known.put(name, ours.get(name)));
        HookText text = HookText.of(what, hook);
        known.put("HOOK_NAME", hook);
        known.put("HOOK_EVENT", what.event().word());
        known.put("HOOK_ID", what.id());
        known.put("HOOK_TIME", what.at().toString());
        known.put("HOOK_TITLE", text.title());
        known.put("HOOK_MESSAGE", text.body());
        Occurrence.Model model = what.model();
        known.put("HOOK_REPO", model == null ? "" : model.repo());
        known.put("HOOK_REPO_TYPE", model == null ? "" : model.type());
        known.put("HOOK_REVISION", model == null ? "" : line(model.revision()));
        known.put("HOOK_COMMIT", model == null ? "" : orEmpty(model.commit()));
        known.put("HOOK_PREVIOUS_COMMIT", model == null ? "" : orEmpty(model.previousCommit()));
        Occurrence.Download download = what.download();
        known.put("HOOK_DOWNLOAD_ID", download == null ? "" : download.id().toString());
        known.put("HOOK_VARIANT", download == null ? "" : line(String.join(",", download.variants())));
        known.put("HOOK_BYTES", download == null ? "" : Long.toString(download.bytes()));
        known.put("HOOK_FILES", download == null ? "" : Long.toString(download.files()));
        Occurrence.Trouble failure = what.failure();
        known.put("HOOK_ERROR", failure == null ? "" : line(failure.detail()));
        known.put("HOOK_ERROR_TYPE", failure == null ? "" : failure.type());
        Occurrence.Disk disk = what.disk();
        known.put("HOOK_FOLDER", model != null ? model.folder() : disk != null ? disk.folder() : "");
        known.put("HOOK_FREE_BYTES", disk == null ? "" : Long.toString(disk.freeBytes()));
        known.put("HOOK_TOTAL_BYTES", disk == null ? "" : Long.toString(disk.totalBytes()));
        return known;
    }

    /** On one line, and without the character that no environment can hold. */
    private static String line(String text) {
        return UntrustedText.line(text, MAX_TEXT_CHARS);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
