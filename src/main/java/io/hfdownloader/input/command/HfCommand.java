package io.hfdownloader.input.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.hfdownloader.input.reference.Meaning;
import io.hfdownloader.input.reference.PathPattern;
import io.hfdownloader.input.reference.Quoted;
import io.hfdownloader.input.reference.RepoReader;
import io.hfdownloader.input.reference.RepoWish;
import org.jspecify.annotations.Nullable;

/** {@code hf download}, {@code huggingface-cli download}, and the script {@code hfd} of the mirror. */
final class HfCommand implements Command {

    private static final Set<String> PROGRAMS =
            Set.of("hf", "huggingface-cli", "huggingface_hub.cli.hf", "huggingface_hub", "hfd", "hfd.sh");
    private static final Set<String> OTHERS = Set.of(
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
    private static final Set<String> ONE = Set.of(
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
    private static final Set<String> MANY = Set.of("--include", "--exclude");
    private static final Set<String> SILENT = Set.of(
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
    private static final Map<String, String> NOTES = Map.of(
            "--local-dir", "--local-dir was left out: files go to this server's own folder.",
            "--cache-dir", "--cache-dir was left out: files go to this server's own folder.",
            "--force-download", "--force-download was left out: what is here and verified is not fetched again.",
            "--dry-run", "--dry-run was left out: look at the plan before you start.");

    private final RepoReader repos;

    HfCommand(RepoReader repos) {
        this.repos = repos;
    }

    @Override
    public boolean isCalled(String program) {
        return PROGRAMS.contains(program);
    }

    @Override
    public List<Meaning> read(String program, List<String> words) {
        boolean script = program.startsWith("hfd");
        if (words.isEmpty() || !script && !words.get(0).equals("download")) {
            if (!words.isEmpty() && OTHERS.contains(words.get(0))) {
                throw new NothingToFetchException(
                        "This command downloads nothing. Only hf download is read here, as in hf download owner/name.");
            }
            return List.of();
        }
        return List.of(downloaded(Arguments.of(script ? words : words.subList(1, words.size()), ONE, MANY)));
    }

    private RepoWish downloaded(Arguments arguments) {
        List<String> files = new ArrayList<>(arguments.plain());
        List<String> include = new ArrayList<>(arguments.all("--include"));
        List<String> exclude = new ArrayList<>(arguments.all("--exclude"));
        String name = files.isEmpty() ? among(include, exclude) : files.remove(0);
        @Nullable
        String type = arguments.last("--repo-type", "--type").orElse(arguments.has("--dataset") ? "dataset" : null);
        RepoWish wish = repos.repo(name, type)
                .withRevision(arguments.last("--revision").orElse(null))
                .noted(notes(arguments));
        return files.isEmpty()
                ? wish.withInclude(folders(include)).withExclude(folders(exclude))
                : withFiles(wish, files, !include.isEmpty() || !exclude.isEmpty());
    }

    /** Options that take several values may have taken the repository, too, when it stands behind them. */
    private String among(List<String> include, List<String> exclude) {
        for (List<String> values : List.of(include, exclude)) {
            int last = values.size() - 1;
            if (last > 0 && !PathPattern.isPattern(values.get(last)) && repos.isRepo(values.get(last))) {
                return values.remove(last);
            }
        }
        throw new IllegalArgumentException(
                "The command names no repository. Write it as in hf download owner/name --include \"*.gguf\".");
    }

    private static RepoWish withFiles(RepoWish wish, List<String> files, boolean patterns) {
        List<String> named = files.stream().map(PathPattern::ofArgument).toList();
        List<String> notes = new ArrayList<>();
        if (files.stream().anyMatch(PathPattern::isPart)) {
            notes.add(PathPattern.WHOLE_SET);
        }
        if (patterns) {
            notes.add("--include and --exclude were left out, as hf does when files are named.");
        }
        return wish.withInclude(named).noted(notes);
    }

    private static List<String> folders(List<String> patterns) {
        return patterns.stream()
                .map(pattern -> pattern.endsWith("/") ? pattern + "*" : pattern)
                .toList();
    }

    private static List<String> notes(Arguments arguments) {
        return arguments.names().stream()
                .filter(name -> !SILENT.contains(name))
                .sorted()
                .map(name -> NOTES.getOrDefault(
                        name, "The option " + Quoted.of(name) + " is unknown here and was left out."))
                .toList();
    }
}
