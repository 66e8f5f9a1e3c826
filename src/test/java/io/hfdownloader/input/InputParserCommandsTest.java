package io.hfdownloader.input;

import io.hfdownloader.input.reference.RepoReference;
import io.hfdownloader.input.reference.UnreadableInput;
import io.hfdownloader.problem.CodedText;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.hfdownloader.input.ParsedTexts.brief;
import static io.hfdownloader.input.ParsedTexts.reason;
import static io.hfdownloader.input.ParsedTexts.repo;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

@Tag("fast")
class InputParserCommandsTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '\0',
            value = {
                "hf download a/b => models/a/b",
                "hf download gpt2 => models/gpt2",
                "hf download a/b x.gguf => models/a/b +x.gguf",
                "hf download a/b x[1].gguf => models/a/b +x[[]1].gguf",
                "hf download a/b x.json sub/ '*.txt' => models/a/b +x.json +sub/* +*.txt",
                "hf download a/b m-00001-of-00002.gguf => models/a/b +m-?????-of-00002.gguf",
                "hf download a/b --include '*.gguf' \"*.json\" --exclude x/ => models/a/b +*.gguf +*.json -x/*",
                "hf download a/b --include *.gguf --include=*.json => models/a/b +*.gguf +*.json",
                "hf download --include '*.gguf' '*.json' a/b => models/a/b +*.gguf +*.json",
                "hf download —include '*.gguf' --quiet a/b => models/a/b +*.gguf",
                "hf download a/b x.gguf --include '*.json' => models/a/b +x.gguf",
                "hf download a/b --repo-type dataset --revision v1 => datasets/a/b @v1",
                "hf download a/b --repo-type=space --revision=refs/pr/1 => spaces/a/b @refs/pr/1",
                "hf download datasets/a/b --repo-type dataset => datasets/a/b",
                "hf download https://huggingface.co/a/b => models/a/b",
                "hf download --max-workers 4 --cache-dir /tmp a/b --quiet --dry-run => models/a/b",
                "hf download a/b --local-dir-use-symlinks False --force-download => models/a/b",
                "huggingface-cli download a/b --resume-download => models/a/b",
                "$ hf download a/b => models/a/b",
                "!hf download a/b => models/a/b",
                "`hf download a/b` => models/a/b",
                "(venv) me@host:~/x$ hf download a/b => models/a/b",
                "HF_ENDPOINT=https://hf-mirror.com HF_XET_HIGH_PERFORMANCE=1 hf download a/b => models/a/b",
                "sudo -u models hf download a/b => models/a/b",
                "uvx hf download a/b => models/a/b",
                "uvx --from 'huggingface_hub[cli]' huggingface-cli download a/b => models/a/b",
                "uv run --with huggingface_hub hf download a/b => models/a/b",
                "python3 -m huggingface_hub.cli.hf download a/b => models/a/b",
                "/usr/local/bin/hf download a/b => models/a/b",
                "cd /models && hf download a/b | tee log.txt => models/a/b",
                "hf download a/b > log.txt 2>&1 => models/a/b",
                "hf download a/b # the small one => models/a/b",
                "./hfd.sh a/b --dataset --tool aria2c -x 4 => datasets/a/b",
                "ollama run hf.co/a/b:Q4_K_M => models/a/b :Q4_K_M",
                "ollama pull huggingface.co/a/b:q8_0 => models/a/b :Q8_0",
                "ollama run --verbose hf.co/a/b:Q8_0 \"why is the sky blue\" => models/a/b :Q8_0",
                "ollama run hf.co/a/b:latest => models/a/b",
                "llama-server -hf a/b:Q4_K_M -c 0 -ngl 99 --port 80 => models/a/b :Q4_K_M",
                "./build/bin/llama-cli -hfr a/b -hff x.gguf -p hello => models/a/b +x.gguf",
                "llama-cli.exe --hf-repo a/b --hf-file m-00001-of-00002.gguf => models/a/b +m-?????-of-00002.gguf",
                "llama-server --hf-repo=a/b:UD-Q4_K_XL => models/a/b :UD-Q4_K_XL",
                "llama-server -mu https://huggingface.co/a/b/resolve/main/x.gguf => models/a/b @main +x.gguf",
                "docker run -p 8080:8080 ghcr.io/ggml-org/llama.cpp:server -hf a/b:Q8_0 => models/a/b :Q8_0",
                "git clone https://huggingface.co/a/b => models/a/b",
                "git clone -b v1 --depth 1 https://huggingface.co/datasets/a/b.git here => datasets/a/b @v1",
                "git clone git@hf.co:a/b => models/a/b",
                "git lfs clone https://hf-mirror.com/a/b -I '*.gguf,*.json' => models/a/b +*.gguf +*.json",
                "git lfs install && GIT_LFS_SKIP_SMUDGE=1 git clone https://huggingface.co/a/b => models/a/b",
                "vllm serve a/b --revision v1 --port 8000 => models/a/b @v1",
                "vllm serve --port 8000 a/b:Q4_K_M => models/a/b :Q4_K_M",
                "python -m vllm.entrypoints.openai.api_server --model a/b => models/a/b",
                "docker run --gpus all vllm/vllm-openai:latest --model a/b => models/a/b",
                "wget https://huggingface.co/a/b/resolve/main/x.gguf => models/a/b @main +x.gguf",
                "wget -c -O x 'https://huggingface.co/a/b/resolve/main/x.gguf?download=true&a=b' => models/a/b @main +x.gguf",
                "curl -L -O https://hf.co/a/b/resolve/main/x.gguf?a=b&c=d => models/a/b @main +x.gguf",
                "aria2c -x 16 -s 16 -o x https://hf.co/a/b/resolve/v1/x.gguf => models/a/b @v1 +x.gguf"
            })
    void aCommandIsReadWithItsOptions(String command, String meant) {
        assertThat(brief(command)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '\0',
            value = {
                "hf download a/b --local-dir /x => --local-dir was left out",
                "hf download a/b --cache-dir=/x => --cache-dir was left out",
                "hf download a/b --force-download => --force-download was left out",
                "hf download a/b --dry-run => --dry-run was left out",
                "hf download a/b --brand-new => \"--brand-new\" is unknown",
                "hf download a/b x.gguf --include y => --include and --exclude were left out",
                "hf download a/b --token $HF_TOKEN => token was left out",
                "git clone https://hf.co/a/b here => folder's name was left out",
                "wget -O y https://hf.co/a/b/resolve/main/x => name or folder of the copy",
                "vllm serve a/b --download-dir /x => --download-dir was left out",
                "llama-server -hf a/b => takes Q4_K_M",
                "ollama run hf.co/a/b => takes Q4_K_M"
            })
    void whatIsLeftOutIsSaid(String command, String note) {
        assertThat(repo(command).notes())
                .singleElement()
                .extracting(CodedText::detail, as(STRING))
                .contains(note)
                .endsWith(".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '\0',
            value = {
                "hf download => names no repository",
                "hf download --include '*.gguf' => names no repository",
                "hf download a/b --repo-type planet => no type of repository",
                "hf download datasets/a/b --repo-type space => type says space",
                "hf download ./here => place on a disk",
                "hf auth login --token hf_abc => downloads nothing",
                "hf cache ls => downloads nothing",
                "ollama run llama3.2:3b => Ollama's own library",
                "ollama pull => names no model",
                "llama-server -m model.gguf => names no repository of the Hub",
                "git clone => address of the repository is missing",
                "git clone https://github.com/a/b => not a Hub",
                "git clone a/b => not an address of the Hub",
                "git lfs install => names no repository",
                "git pull => names no repository",
                "wget -q => no address of the Hub",
                "curl https://example.com/x => not a Hub",
                "pip install -U huggingface_hub => downloads nothing",
                "cd models => downloads nothing",
                "import torch => downloads nothing",
                "from transformers import AutoModel => downloads nothing",
                "export HF_TOKEN=hf_abc => downloads nothing"
            })
    void aCommandThatNamesNoRepositoryIsExplained(String command, String reason) {
        assertThat(reason(command)).contains(reason).endsWith(".");
    }

    @Test
    void aCommandMayBringSeveralRepositories() {
        assertThat(ParsedTexts.all("llama-server -hf a/b:Q8_0 -hfd c/d:Q4_0"))
                .extracting(reference -> ((RepoReference) reference).repo().id())
                .containsExactly("a/b", "c/d");
        assertThat(ParsedTexts.all("hf download a/b && hf download c/d; git clone https://hf.co/e/f"))
                .extracting(reference -> ((RepoReference) reference).repo().id())
                .containsExactly("a/b", "c/d", "e/f");
    }

    @Test
    void whatFetchesNothingIsPassedOverBesideWhatDoes() {
        assertThat(brief("git lfs install && hf auth whoami; hf download a/b")).isEqualTo("models/a/b");
        assertThat(ParsedTexts.all("hf download ./x; hf download a/b"))
                .hasExactlyElementsOfTypes(UnreadableInput.class, RepoReference.class);
    }

    @Test
    void aGoodAddressIsTakenBesideABadOne() {
        assertThat(ParsedTexts.all("aria2c https://example.com/x https://hf.co/a/b/resolve/main/y"))
                .hasExactlyElementsOfTypes(UnreadableInput.class, RepoReference.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '\0',
            value = {
                "AutoModel.from_pretrained(\"a/b\") => models/a/b",
                "from_pretrained('gpt2') => models/gpt2",
                "m = AutoModel.from_pretrained(“a/b”, revision='v1', torch_dtype=torch.float16) => models/a/b @v1",
                ">>> pipe = pipeline(\"text-generation\", model=\"a/b\") => models/a/b",
                "pipeline('text-generation', 'a/b') => models/a/b",
                "LLM(model='a/b', max_model_len=int(\"8\")) => models/a/b",
                "SentenceTransformer('a/b') => models/a/b",
                "AutoModel.from_pretrained('a/b', subfolder='x') => models/a/b +x/*",
                "AutoModel.from_pretrained('a/b', gguf_file='x.gguf') => models/a/b +x.gguf",
                "Llama.from_pretrained(repo_id='a/b', filename='*Q4_K_M.gguf') => models/a/b +*Q4_K_M.gguf",
                "snapshot_download(repo_id='a/b', repo_type='dataset') => datasets/a/b",
                "snapshot_download('a/b', allow_patterns=['*.json', r'x/'], ignore_patterns=\"*.bin\") => models/a/b +*.json +x/* -*.bin",
                "hf_hub_download('a/b', 'x.gguf') => models/a/b +x.gguf",
                "hf_hub_download(repo_id='a/b', filename='x[1].gguf', subfolder='s') => models/a/b +s/x[[]1].gguf",
                "hf_hub_download(filename='m-00001-of-00002.gguf', repo_id='a/b') => models/a/b +m-?????-of-00002.gguf",
                "load_dataset('a/b', 'config', revision='v1') => datasets/a/b @v1",
                "load_dataset('squad', split='train') => datasets/squad",
                "X.from_single_file('https://hf.co/a/b/blob/main/x.safetensors') => models/a/b @main +x.safetensors",
                "python -c \"from huggingface_hub import snapshot_download; snapshot_download('a/b')\" => models/a/b"
            })
    void aCallInPythonIsRead(String call, String meant) {
        assertThat(brief(call)).isEqualTo(meant);
    }

    @Test
    void aCallMayGoOnOverSeveralLines() {
        String call = """
                from huggingface_hub import snapshot_download
                path = snapshot_download(
                    repo_id="a/b",   # the small one :)
                    allow_patterns=[
                        "*.json",
                    ],
                    local_dir="x",
                )
                c/d
                """;

        assertThat(InputParser.parse(call, ParsedTexts.HOSTS))
                .extracting(ParsedInput::line)
                .containsExactly(1, 2, 9);
        RepoReference reference = (RepoReference) ParsedTexts.all(call).get(1);
        assertThat(reference.repo().id()).isEqualTo("a/b");
        assertThat(reference.include()).containsExactly("*.json");
        assertThat(reference.notes())
                .singleElement()
                .extracting(CodedText::detail, as(STRING))
                .contains("local_dir was left out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '\0',
            value = {
                "from_pretrained(model_name) => does not name its repository",
                "from_pretrained(f'{owner}/b') => does not name its repository",
                "from_pretrained() => does not name its repository",
                "snapshot_download(repo_id=os.environ['X']) => does not name its repository",
                "from_pretrained('./here') => place on a disk",
                "snapshot_download('a/b', repo_type='planet') => no type of repository"
            })
    void aCallWithoutARepositoryIsExplained(String call, String reason) {
        assertThat(reason(call)).contains(reason);
    }
}
