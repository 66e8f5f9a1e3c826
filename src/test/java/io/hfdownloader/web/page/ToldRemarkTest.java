package io.hfdownloader.web.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.download.arrival.DownloadNote;
import io.hfdownloader.files.NameObjection;
import io.hfdownloader.hook.Outcome;
import io.hfdownloader.input.InputParser;
import io.hfdownloader.input.ParsedInput;
import io.hfdownloader.input.reference.HubHosts;
import io.hfdownloader.input.reference.Note;
import io.hfdownloader.input.reference.RepoReference;
import io.hfdownloader.input.reference.SearchReference;
import io.hfdownloader.input.reference.Unreadable;
import io.hfdownloader.input.reference.UnreadableInput;
import io.hfdownloader.network.FailureReason;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.transfer.TransferObstacle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is said by a code is told in each language. */
@Tag("fast")
class ToldRemarkTest {

    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");
    private static final String TOKEN = "hf_abcdefghijklmnopqrstuvwxyzABCDEFGH";
    private static final HubHosts HUB = HubHosts.of("https://huggingface.co");

    /** Each note and each refusal is what one of these comes to. */
    private static final List<String> PASTED = List.of(
            "hf download a/b --local-dir x --force-download --dry-run --what",
            "hf download a/b x.gguf --include y --token " + TOKEN,
            "git clone https://hf.co/a/b here",
            "wget -O y https://hf.co/a/b/resolve/main/x",
            "from_pretrained('a/b', variant='fp16')",
            "https://hf.co/a/b/blob/main/m-00001-of-00003.gguf",
            "llama-server -hf a/b",
            "https://hf.co/a/b/discussions",
            "https://hf.co/a/b/unheard-of",
            "https://hf.co/acme",
            "and/or something",
            "gpt2:Q4_K_M",
            "a/b:Q4_K_M:" + "x".repeat(2_000),
            "a/b@",
            "a/b@x@y",
            "a/b:(x",
            "a/b@" + "x".repeat(300),
            "hf download a/b " + "x".repeat(1_100),
            "...",
            "word ".repeat(60),
            "${HOME}",
            "hf download",
            "hf download a/b --repo-type box",
            "hf download datasets/a/b --repo-type space",
            "git clone box",
            "ollama run llama3",
            "hf auth login",
            "https://huggingface.co/docs",
            "a/b/c/d e/f/g",
            "/home/me/model",
            "https://example.com/a/b",
            TOKEN);

    @ParameterizedTest
    @MethodSource("said")
    void whatIsSaidByACodeHasATextInEachLanguage(String code, String reason) {
        Messages.LANGUAGES.forEach(language -> assertThat(texts(language)).containsKey(key(code, reason)));
        assertThat(texts(Locale.CHINESE).get(key(code, reason))).containsPattern("\\p{IsHan}");
    }

    static Stream<Arguments> said() {
        Stream<Arguments> pasted = Stream.concat(
                of(Note.CODE, Arrays.stream(Note.values()).map(Note::word)),
                of(Unreadable.CODE, Arrays.stream(Unreadable.values()).map(Unreadable::word)));
        Stream<Arguments> files = Stream.concat(
                of(NameObjection.CODE, Arrays.stream(NameObjection.values()).map(NameObjection::word)),
                of(DownloadNote.CODE, Arrays.stream(DownloadNote.values()).map(DownloadNote::word)));
        Stream<Arguments> hooks = Stream.concat(
                of(Outcome.CODE, Arrays.stream(Outcome.values()).map(Outcome::word)),
                of(Outcome.CODE, causes().map(cause -> "unreachable-" + cause)));
        Set<TransferObstacle> toldByTheirCause =
                Set.of(TransferObstacle.UNREACHABLE, TransferObstacle.CONNECTION, TransferObstacle.REUSE);
        Stream<Arguments> tries = of(
                TransferObstacle.FAILED_TRY,
                Stream.of(
                                causes(),
                                Arrays.stream(TransferObstacle.values())
                                        .filter(obstacle -> !toldByTheirCause.contains(obstacle))
                                        .map(TransferObstacle::word),
                                Stream.of(TransferObstacle.HASH_PARTLY))
                        .flatMap(words -> words));
        Stream<Arguments> fallbacks = of(
                TransferObstacle.FALLBACK,
                Stream.of(
                        TransferObstacle.MET_BEFORE,
                        TransferObstacle.CONNECTION.word(),
                        TransferObstacle.STALLED.word(),
                        TransferObstacle.THROTTLED.word(),
                        TransferObstacle.LINK.word(),
                        TransferObstacle.SERVER.word(),
                        TransferObstacle.ANSWER.word(),
                        TransferObstacle.HUB.word()));
        return Stream.of(pasted, files, hooks, tries, fallbacks).flatMap(each -> each);
    }

    private static Stream<String> causes() {
        return Arrays.stream(FailureReason.Kind.values()).map(FailureReason.Kind::word);
    }

    private static Stream<Arguments> of(String code, Stream<String> reasons) {
        return reasons.map(reason -> Arguments.of(code, reason));
    }

    /** Else the page would fall back to the sentence in English. */
    @Test
    void whatIsSaidOfAPastedTextNamesAllThatItsTextNeeds() {
        List<CodedText> said = new ArrayList<>();
        PASTED.forEach(text -> InputParser.parse(text, HUB).forEach(input -> said.addAll(said(input))));
        said.addAll(said(InputParser.parse("x".repeat(70_000), HUB).get(0)));
        List<ParsedInput> many = InputParser.parse("a/b\n".repeat(InputParser.MAX_REFERENCES + 1), HUB);
        said.addAll(said(many.get(many.size() - 1)));

        assertThat(said)
                .allSatisfy(one -> assertThat(one.parameters().keySet())
                        .containsAll(names(texts(Locale.CHINESE)
                                .get(key(one.code(), one.parameters().get("reason"))))));
        Set<String> met = said.stream()
                .map(one -> key(one.code(), one.parameters().get("reason")))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> all = Stream.concat(
                        Arrays.stream(Note.values()).map(note -> key(Note.CODE, note.word())),
                        Arrays.stream(Unreadable.values()).map(why -> key(Unreadable.CODE, why.word())))
                .filter(key -> !key.equals("told.unreadable.plain"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(met).containsAll(all);
        assertThat(said.toString()).doesNotContain(TOKEN);
    }

    @Test
    void whatWasKeptWithoutACodeStaysEnglishAndIsMarkedSo() {
        Messages chinese = Messages.in(Locale.CHINESE);
        CodedText known = CodedText.of(TransferObstacle.FAILED_TRY, TransferObstacle.SERVER.word(), "It failed.");

        assertThat(ToldProblem.Spoken.of(known, "It failed.", chinese))
                .isEqualTo(new ToldProblem.Spoken("服务器出错。", false));
        assertThat(ToldProblem.Spoken.of(null, "It failed.", chinese))
                .isEqualTo(new ToldProblem.Spoken("It failed.", true));
        assertThat(ToldProblem.Spoken.of(known, "It failed.", Messages.in(Locale.ENGLISH)))
                .isEqualTo(new ToldProblem.Spoken("It failed.", false));
    }

    private static List<CodedText> said(ParsedInput input) {
        if (input.reference() instanceof RepoReference repo) {
            return repo.notes();
        }
        return input.reference() instanceof SearchReference search
                ? search.notes()
                : List.of(((UnreadableInput) input.reference()).why());
    }

    private static Set<String> names(String text) {
        return NAME.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    private static Map<String, String> texts(Locale language) {
        Map<String, String> all = new HashMap<>(Messages.in(language).page());
        all.putAll(Messages.in(language).script());
        return all;
    }

    private static String key(String code, String reason) {
        return "told." + code + "." + reason;
    }
}
