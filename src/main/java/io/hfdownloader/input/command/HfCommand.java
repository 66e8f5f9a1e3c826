package io.hfdownloader.input.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.hfdownloader.input.reference.Note;
import io.hfdownloader.input.reference.PathPattern;
import io.hfdownloader.input.reference.QuotedText;
import io.hfdownloader.input.reference.Reference;
import io.hfdownloader.input.reference.ReferenceReader;
import io.hfdownloader.input.reference.RepoReference;
import io.hfdownloader.input.reference.Unreadable;
import io.hfdownloader.problem.CodedText;
import org.jspecify.annotations.Nullable;

/** {@code hf download}, {@code huggingface-cli download}, and the script {@code hfd} of the mirror. */
final class HfCommand implements CommandParser {

    private static final Set<String> PROGRAMS =
            Set.of("hf", "huggingface-cli", "huggingface_hub.cli.hf", "huggingface_hub", "hfd", "hfd.sh");
    private static final Set<String> OTHER_COMMANDS = Set.of(
            "auth",
            "cache",
            "login",
            "logout",
            "whoami",
            "repo",
            "repos",
            "repo-files",
            "upload",
            "upload-large-folder",
            "env",
            "version",
            "jobs",
            "scan-cache",
            "delete-cache",
            "lfs-enable-largefiles",
            "tag",
            "models",
            "datasets",
            "spaces",
            "collections",
            "papers",
            "buckets",
            "sync",
            "skills",
            "extensions",
            "endpoints",
            "discussions");
    private static final Set<String> SINGLE_VALUED = Set.of(
            "--repo-type",
            "--type",
            "--revision",
            "--local-dir",
            "--cache-dir",
            "--token",
            "--max-workers",
            "--local-dir-use-symlinks",
            "--format",
            "--tool",
            "-x",
            "-j",
            "--hf_username",
            "--hf_token");
    private static final Set<String> MULTI_VALUED = Set.of("--include", "--exclude");
    private static final Set<String> IGNORED_OPTIONS = Set.of(
            "--repo-type",
            "--type",
            "--revision",
            "--include",
            "--exclude",
            "--token",
            "--max-workers",
            "--quiet",
            "-q",
            "--dataset",
            "--format",
            "--json",
            "--resume-download",
            "--local-dir-use-symlinks",
            "--tool",
            "-x",
            "-j",
            "--hf_username",
            "--hf_token",
            "--no-quiet",
            "--no-force-download",
            "--no-dry-run");
    private static final Map<String, CodedText> NOTES = Map.of(
            "--local-dir",
            PlaceNote.of("--local-dir"),
            "--cache-dir",
            PlaceNote.of("--cache-dir"),
            "--force-download",
            Note.FORCE.says("--force-download was left out: what is here and verified is not fetched again."),
            "--dry-run",
            Note.DRY_RUN.says("--dry-run was left out: look at the plan before you start."));

    private final ReferenceReader reader;

    HfCommand(ReferenceReader reader) {
        this.reader = reader;
    }

    @Override
    public boolean handles(String program) {
        return PROGRAMS.contains(program);
    }

    @Override
    public List<Reference> parse(String program, List<String> words) {
        boolean script = program.startsWith("hfd");
        if (words.isEmpty() || !script && !words.get(0).equals("download")) {
            if (!words.isEmpty() && OTHER_COMMANDS.contains(words.get(0))) {
                throw new NothingToFetchException(
                        "This command downloads nothing. Only hf download is read here, as in hf download owner/name.");
            }
            return List.of();
        }
        return List.of(parseDownload(
                Arguments.of(script ? words : words.subList(1, words.size()), SINGLE_VALUED, MULTI_VALUED)));
    }

    private RepoReference parseDownload(Arguments arguments) {
        List<String> files = new ArrayList<>(arguments.positional());
        List<String> include = new ArrayList<>(arguments.all("--include"));
        List<String> exclude = new ArrayList<>(arguments.all("--exclude"));
        String name = files.isEmpty() ? takeRepoFrom(include, exclude) : files.remove(0);
        @Nullable
        String type = arguments.last("--repo-type", "--type").orElse(arguments.has("--dataset") ? "dataset" : null);
        RepoReference reference = reader.repo(name, type)
                .withRevision(arguments.last("--revision").orElse(null))
                .withNotes(notes(arguments));
        return files.isEmpty()
                ? reference.withInclude(folders(include)).withExclude(folders(exclude))
                : withFiles(reference, files, !include.isEmpty() || !exclude.isEmpty());
    }

    /** Options that take several values may have taken the repository, too, when it stands behind them. */
    private String takeRepoFrom(List<String> include, List<String> exclude) {
        for (List<String> values : List.of(include, exclude)) {
            int last = values.size() - 1;
            if (last > 0 && !PathPattern.isPattern(values.get(last)) && reader.isRepo(values.get(last))) {
                return values.remove(last);
            }
        }
        throw Unreadable.NO_REPO.because(
                "The command names no repository. Write it as in hf download owner/name --include \"*.gguf\".",
                "example",
                "hf download owner/name --include \"*.gguf\"");
    }

    private static RepoReference withFiles(RepoReference reference, List<String> files, boolean patterns) {
        List<String> named = files.stream().map(PathPattern::ofArgument).toList();
        List<CodedText> notes = new ArrayList<>();
        if (files.stream().anyMatch(PathPattern::isPart)) {
            notes.add(PathPattern.WHOLE_SET);
        }
        if (patterns) {
            notes.add(Note.PATTERNS.says("--include and --exclude were left out, as hf does when files are named."));
        }
        return reference.withInclude(named).withNotes(notes);
    }

    private static List<String> folders(List<String> patterns) {
        return patterns.stream()
                .map(pattern -> pattern.endsWith("/") ? pattern + "*" : pattern)
                .toList();
    }

    private static CodedText unknown(String option) {
        return Note.OPTION
                .says("The option " + QuotedText.of(option) + " is unknown here and was left out.")
                .and("option", option);
    }

    private static List<CodedText> notes(Arguments arguments) {
        return arguments.names().stream()
                .filter(name -> !IGNORED_OPTIONS.contains(name))
                .sorted()
                .map(name -> Optional.ofNullable(NOTES.get(name)).orElseGet(() -> unknown(name)))
                .toList();
    }
}
