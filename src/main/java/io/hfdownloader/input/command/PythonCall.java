package io.hfdownloader.input.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.input.reference.Note;
import io.hfdownloader.input.reference.PathPattern;
import io.hfdownloader.input.reference.QuotedText;
import io.hfdownloader.input.reference.Reference;
import io.hfdownloader.input.reference.ReferenceReader;
import io.hfdownloader.input.reference.RepoReference;
import io.hfdownloader.input.reference.Unreadable;
import io.hfdownloader.input.reference.UnreadableInput;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.text.UntrustedText;

/** Reads calls in Python that load or download from the Hub. */
public final class PythonCall {

    private static final Pattern CALL = Pattern.compile(
            "(?<![A-Za-z0-9_])(from_pretrained|from_single_file|snapshot_download"
                    + "|hf_hub_download|hf_hub_url|load_dataset|pipeline|LLM|SentenceTransformer|CrossEncoder)\\s{0,3}+\\(");
    private static final Set<String> PLACES = Set.of("local_dir", "cache_dir", "data_dir");

    private final ReferenceReader reader;

    public PythonCall(ReferenceReader reader) {
        this.reader = reader;
    }

    /** Where the parenthesis of the first such call is, or -1. */
    public static int opening(CharSequence line) {
        Matcher call = CALL.matcher(line);
        return call.find() ? call.end() - 1 : -1;
    }

    /** What the calls in the line ask for; empty when there is none. */
    public List<Reference> parse(String line) {
        List<Reference> references = new ArrayList<>();
        Matcher call = CALL.matcher(line);
        int from = 0;
        while (call.find(from)) {
            int end = PythonArguments.end(line, call.end() - 1);
            String function = call.group(1);
            PythonArguments arguments = PythonArguments.read(line, call.end() - 1);
            references.add(UnreadableInput.orUnreadable(() -> parseCall(function, arguments)));
            from = end < 0 ? line.length() : end;
        }
        return references;
    }

    private Reference parseCall(String function, PythonArguments arguments) {
        Optional<String> named = arguments.first(
                "repo_id",
                "pretrained_model_name_or_path",
                "pretrained_model_link_or_path",
                "model_name_or_path",
                "model",
                "model_id",
                "path");
        int position = function.equals("pipeline") ? 1 : 0;
        String repo = named.or(() -> arguments.at(position).stream().findFirst())
                .orElseThrow(() -> Unreadable.NO_REPO.because(
                        "The call of " + function + " does not name its repository as a text. Write it out, as in "
                                + function + "(\"owner/name\").",
                        "example",
                        function + "(\"owner/name\")"));
        String type = arguments.first("repo_type").orElse(function.equals("load_dataset") ? "dataset" : null);
        RepoReference reference = reader.repo(repo, type)
                .withRevision(arguments.first("revision").orElse(null))
                .withExclude(arguments.all("ignore_patterns").stream()
                        .map(PythonCall::pattern)
                        .toList())
                .withNotes(notes(arguments));
        return withFiles(reference, function, arguments);
    }

    private static RepoReference withFiles(RepoReference reference, String function, PythonArguments arguments) {
        List<String> files = new ArrayList<>(arguments.all("filename"));
        if (files.isEmpty() && function.startsWith("hf_hub_")) {
            files.addAll(arguments.at(1));
        }
        files.addAll(arguments.all("gguf_file"));
        files.addAll(arguments.all("data_files"));
        String folder = arguments.first("subfolder").map(name -> name + "/").orElse("");
        List<String> patterns = arguments.all("allow_patterns").stream()
                .map(PythonCall::pattern)
                .toList();
        if (files.isEmpty() && patterns.isEmpty() && !folder.isEmpty()) {
            return reference.withInclude(List.of(PathPattern.ofArgument(folder)));
        }
        List<String> paths = files.stream().map(file -> folder + file).toList();
        List<String> plain =
                paths.stream().filter(path -> !PathPattern.isPattern(path)).toList();
        return reference
                .withInclude(patterns)
                .withInclude(paths.stream().filter(PathPattern::isPattern).toList())
                .withFiles(plain);
    }

    private static String pattern(String text) {
        return text.endsWith("/") ? text + "*" : text;
    }

    private static List<CodedText> notes(PythonArguments arguments) {
        List<CodedText> notes = new ArrayList<>();
        PLACES.stream().filter(arguments::has).sorted().forEach(name -> notes.add(PlaceNote.of(name)));
        arguments
                .first("variant")
                .ifPresent(name -> notes.add(Note.VARIANT_ARGUMENT
                        .says("variant=" + QuotedText.of(name)
                                + " was left out: choose among the variants, or name the files by a pattern such as *."
                                + UntrustedText.name(name, 40) + ".*")
                        .and("variant", UntrustedText.name(name, 40))));
        return notes;
    }
}
