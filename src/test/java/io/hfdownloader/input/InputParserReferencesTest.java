package io.hfdownloader.input;

import java.util.List;

import io.hfdownloader.hub.RepoType;
import io.hfdownloader.input.reference.RepoReference;
import io.hfdownloader.problem.CodedText;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.input.ParsedTexts.brief;
import static io.hfdownloader.input.ParsedTexts.reason;
import static io.hfdownloader.input.ParsedTexts.repo;
import static io.hfdownloader.input.ParsedTexts.search;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

@Tag("fast")
class InputParserReferencesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '\0',
            value = {
                "a/b > models/a/b",
                "a/b/ > models/a/b",
                "a/b. > models/a/b",
                "“a/b”, > models/a/b",
                "`a/b` > models/a/b",
                "- a/b > models/a/b",
                "3. a/b > models/a/b",
                "models/a/b > models/a/b",
                "models/gpt2 > models/gpt2",
                "datasets/a/b > datasets/a/b",
                "datasets/squad > datasets/squad",
                "spaces/a/b > spaces/a/b",
                "a/b:Q4_K_M > models/a/b :Q4_K_M",
                "a/b:q4_k_m > models/a/b :Q4_K_M",
                "a/b：UD-Q4_K_XL > models/a/b :UD-Q4_K_XL",
                "a/b:latest > models/a/b",
                "a/b:my-Own.name > models/a/b :my-Own.name",
                "a/b:x-00001-of-00002.gguf > models/a/b +x-?????-of-00002.gguf",
                "a/b@v1.0 > models/a/b @v1.0",
                "a/b@feature/x > models/a/b @feature/x",
                "a/b@refs/pr/1 > models/a/b @refs/pr/1",
                "a/b@refs%2Fpr%2F1 > models/a/b @refs/pr/1",
                "a/b@v1:Q8_0 > models/a/b @v1 :Q8_0",
                "a/b:Q8_0@v1 > models/a/b @v1 :Q8_0",
                "datasets/a/b@v1 > datasets/a/b @v1",
                "a/b Q4_K_M > models/a/b :Q4_K_M",
                "a/b Q4_K_M, q8_0 > models/a/b :Q4_K_M :Q8_0",
                "a/b/x/y.gguf > models/a/b +x/y.gguf",
                "a/b/tree/main > models/a/b @main",
                "a/b/resolve/main/x.gguf > models/a/b @main +x.gguf"
            })
    void aNameIsReadWithWhatStandsAroundIt(String text, String meant) {
        assertThat(brief(text)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '\0',
            value = {
                "https://huggingface.co/a/b > models/a/b",
                "HTTPS://HuggingFace.co/a/b > models/a/b",
                "http://www.huggingface.co/a/b/ > models/a/b",
                "https://huggingface.co:443/a/b > models/a/b",
                "https://user@huggingface.co/a/b > models/a/b",
                "//huggingface.co/a/b > models/a/b",
                "huggingface.co/a/b > models/a/b",
                "hf.co/a/b > models/a/b",
                "hf.co/a/b:Q4_K_M > models/a/b :Q4_K_M",
                "https://hf.co/a/b:q8_0@v1 > models/a/b @v1 :Q8_0",
                "https://hf-mirror.com/a/b > models/a/b",
                "https://nas.local:8080/hub/a/b/tree/v1 > models/a/b @v1",
                "nas.local:8080/hub/datasets/a/b > datasets/a/b",
                "https://huggingface.co/a/b?library=transformers#usage > models/a/b",
                "https://huggingface.co/models/a/b > models/a/b",
                "https://huggingface.co/a/b.git > models/a/b",
                "https://huggingface.co/a/b/tree/main > models/a/b @main",
                "https://huggingface.co/a/b/tree/main/x/y > models/a/b @main +x/y/*",
                "https://huggingface.co/a/b/tree/main/x%5B1%5D > models/a/b @main +x[[]1]/*",
                "https://huggingface.co/a/b/tree/refs%2Fpr%2F1 > models/a/b @refs/pr/1",
                "https://huggingface.co/a/b/tree/refs/pr/1/x > models/a/b @refs/pr/1 +x/*",
                "https://huggingface.co/datasets/a/b/tree/refs%2Fconvert%2Fparquet > datasets/a/b @refs/convert/parquet",
                "https://huggingface.co/datasets/a/b/blob/refs/convert/parquet/x.parquet > datasets/a/b @refs/convert/parquet +x.parquet",
                "https://huggingface.co/a/b/blob/main/x.gguf > models/a/b @main +x.gguf",
                "https://huggingface.co/a/b/blob/main/x/m-00002-of-00003.gguf > models/a/b @main +x/m-?????-of-00003.gguf",
                "https://huggingface.co/a/b/blob/main/model-00002-of-00003.safetensors > models/a/b @main +model-?????-of-00003.safetensors",
                "https://huggingface.co/a/b/resolve/main/x.gguf?download=true > models/a/b @main +x.gguf",
                "https://huggingface.co/a/b/resolve/main/a%2Bb%20%C3%A9%25.txt > models/a/b @main +a+b é%.txt",
                "https://huggingface.co/a/b/resolve/main/50%zz.txt > models/a/b @main +50%zz.txt",
                "https://huggingface.co/a/b/resolve/main/what%3F%2A.txt > models/a/b @main +what[?][*].txt",
                "https://huggingface.co/a/b/raw/v1/config.json > models/a/b @v1 +config.json",
                "https://huggingface.co/a/b/commit/abcdef1 > models/a/b @abcdef1",
                "https://huggingface.co/a/b/commits/v2 > models/a/b @v2",
                "https://huggingface.co/a/b/commits/v2/x.json > models/a/b @v2 +x.json",
                "https://huggingface.co/a/b?show_file_info=x%2Fy.gguf > models/a/b +x/y.gguf",
                "https://huggingface.co/a/b/tree/main?show_file_info=y.gguf > models/a/b @main +y.gguf",
                "https://huggingface.co/a/b/discussions/5 > models/a/b",
                "https://huggingface.co/datasets/a/b/viewer/default/train > datasets/a/b",
                "https://huggingface.co/spaces/a/b > spaces/a/b",
                "https://huggingface.co/gpt2 > models/gpt2",
                "https://huggingface.co/bert-base-uncased > models/bert-base-uncased",
                "https://huggingface.co/gpt2/tree/main > models/gpt2 @main",
                "https://huggingface.co/datasets/squad/blob/main/x.json > datasets/squad @main +x.json",
                "https://huggingface.co/api/models/a/b > models/a/b",
                "https://huggingface.co/api/datasets/a/b/revision/v1 > datasets/a/b @v1",
                "https://huggingface.co/api/models/a/b/tree/v1/x > models/a/b @v1 +x/*",
                "https://huggingface.co/api/models/a/b/refs > models/a/b",
                "(see https://huggingface.co/a/b) > models/a/b",
                "This one is good: https://huggingface.co/a/b, try it! > models/a/b",
                "[a/b](https://huggingface.co/a/b) > models/a/b",
                "hf://a/b > models/a/b",
                "hf://a/b:Q4_K_M > models/a/b :Q4_K_M",
                "hf://spaces/a/b > spaces/a/b",
                "hf://datasets/a/b@v1/data/x.csv > datasets/a/b @v1 +data/x.csv",
                "hf://datasets/a/b@refs/pr/1/data > datasets/a/b @refs/pr/1 +data/*",
                "hf://datasets/a/b@refs%2Fpr%2F1 > datasets/a/b @refs/pr/1",
                "hf://datasets/a/b/data/*.parquet > datasets/a/b +data/*.parquet",
                "git@hf.co:a/b > models/a/b",
                "git@hf.co:datasets/a/b.git > datasets/a/b",
                "ssh://git@hf.co/a/b > models/a/b"
            })
    void anAddressIsReadWithWhatItLeadsTo(String text, String meant) {
        assertThat(brief(text)).isEqualTo(meant);
    }

    @Test
    void aFileOfTheHubsCacheIsReadWithItsCommit() {
        String commit = "ae329b6937f31305a0d6c6779f6cd4072cc4097e";

        assertThat(brief("https://huggingface.co/api/resolve-cache/models/a/b/" + commit + "/x/y.json?etag=%22"))
                .isEqualTo("models/a/b @" + commit + " +x/y.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<https://hf.co/a/b>.", "> https://hf.co/a/b", "<a/b>", "\u200Ba/b\u00A0", "\ta/b !", "**a/b**"})
    void whatSurroundsANameInTextsIsDropped(String text) {
        assertThat(brief(text)).isEqualTo("models/a/b");
    }

    @Test
    void onePartOfASetBringsANote() {
        assertThat(repo("https://hf.co/a/b/blob/main/m-00001-of-00003.gguf").notes())
                .singleElement()
                .extracting(CodedText::detail, as(STRING))
                .contains("all its parts");
        assertThat(repo("https://hf.co/a/b/blob/main/m.gguf").notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "qwen 3 4b > qwen 3 4b",
                "gpt2 > gpt2",
                "  llama-3   guard, > llama-3 guard",
                "gpt2:Q4_K_M > gpt2",
                "python coder > python coder",
                "hf > hf",
                "unsloth/ > unsloth/",
                "Text-to-Speech in 中文 > Text-to-Speech in 中文",
                "https://huggingface.co/models?search=llama+3 > llama 3",
                "https://huggingface.co/models?sort=trending&author=acme > acme",
                "https://huggingface.co/search/full-text?q=tiny > tiny",
                "https://huggingface.co/unsloth > unsloth",
                "https://huggingface.co/unsloth/models > unsloth"
            })
    void wordsAndListsAreSearchedFor(String text, String words) {
        assertThat(search(text).words()).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-4.1 mini",
                "Llama-3.2-1B-Instruct",
                "qwen2.5 coder 7b",
                "通义千问 7B",
                "中文",
                "C++ code",
                "flux.1-dev",
                "phi 3.5 mini",
                "Q&A model",
                "what's new",
                "modèle français",
                "e5_large v2"
            })
    void ordinaryWordsAreSearchedForAsTheyStand(String words) {
        assertThat(search(words).words()).isEqualTo(words);
    }

    @Test
    void aSearchKeepsTheTypeItWasAbout() {
        assertThat(search("https://huggingface.co/datasets?search=x").type()).isEqualTo(RepoType.DATASET);
        assertThat(search("https://huggingface.co/acme/spaces").type()).isEqualTo(RepoType.SPACE);
        assertThat(search("https://huggingface.co/acme").notes())
                .singleElement()
                .extracting(CodedText::detail, as(STRING))
                .contains("owner");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '\0',
            value = {
                "https://huggingface.co/ > first page",
                "https://huggingface.co/docs/hub/index > (docs)",
                "https://huggingface.co/blog/x > (blog)",
                "https://huggingface.co/collections/a/b-123 > (collections)",
                "https://huggingface.co/papers/2401.00001 > (papers)",
                "https://huggingface.co/settings/tokens > (settings)",
                "https://huggingface.co/login > (login)",
                "https://huggingface.co/models > list of all models",
                "https://huggingface.co/api/whoami-v2 > API",
                "https://huggingface.co/a--b/c > is not a repository name",
                "https://github.com/a/b > \"github.com\" is not a Hub",
                "github.com/a/b > \"github.com\" is not a Hub",
                "https://nas.local:8080/elsewhere/a/b > is not a Hub",
                "https://huggingface.co.evil.example/a/b > is not a Hub",
                "https://us.aws.cdn.hf.co/xet/abc?Signature=x > addresses that expire",
                "https://a-b.hf.space/ > running app",
                "ftp://huggingface.co/a/b > is not a Hub",
                "file:///etc/passwd > names no site",
                "./models/x > place on a disk",
                "/srv/x > place on a disk",
                "C:\\models\\x > place on a disk",
                "a/b/c > is not a repository name",
                "a/b..c > is not a repository name",
                "a/b@ > name is missing",
                "a/b@v1@v2 > Two revisions",
                "a/b:é > not the name of a variant",
                "a/b@%00 > revision is not one",
                "https://hf.co/a/b/blob/main/x%00y > characters that no name has",
                "!!! > no name in this line"
            })
    void whatIsNoRepositoryIsSaid(String text, String reason) {
        assertThat(reason(text)).contains(reason).endsWith(".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a/b c/d", "a/b,c/d", "a/b;  c/d", "a/b\nc/d", "a/b\r\n\r\n# more\nc/d", "https://hf.co/a/b c/d"
            })
    void severalRepositoriesMayStandTogether(String text) {
        assertThat(ParsedTexts.all(text))
                .extracting(reference -> ((RepoReference) reference).repo().id())
                .containsExactly("a/b", "c/d");
    }

    @Test
    void eachInputKnowsItsLine() {
        List<ParsedInput> inputs = InputParser.parse(
                "# mine\n\na/b\nhf download \\\n  c/d \\\n  x.gguf\n\nsome words\n", ParsedTexts.HOSTS);

        assertThat(inputs).extracting(ParsedInput::line).containsExactly(3, 4, 8);
        assertThat(inputs).extracting(ParsedInput::text).containsExactly("a/b", "hf download c/d x.gguf", "some words");
    }

    @Test
    void wordsBesideARepositoryAreSearchedForAndThatIsSaid() {
        assertThat(search("and/or something").notes())
                .singleElement()
                .extracting(CodedText::detail, as(STRING))
                .contains("owner/name alone");
    }
}
