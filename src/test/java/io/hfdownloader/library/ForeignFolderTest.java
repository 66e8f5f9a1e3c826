package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.foreign.ForeignFolder;
import io.hfdownloader.library.foreign.ForeignFolders;
import io.hfdownloader.library.layout.LibraryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.library.RepoFixture.COMMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What other programs keep in the models directory. */
@Tag("fast")
class ForeignFolderTest {

    private static final String HASH = "e".repeat(64);

    @TempDir
    Path models;

    private RepoFixture disk;
    private ModelLibrary library;

    @BeforeEach
    void open() {
        disk = new RepoFixture(models);
        library = new ModelLibrary(() -> models);
    }

    @AfterEach
    void close() {
        library.close();
    }

    @ParameterizedTest
    @CsvSource({
        "models--acme--tiny/snapshots/COMMIT/config.json, models--acme--tiny, HUB_CACHE",
        "datasets--acme--data/refs/main, datasets--acme--data, HUB_CACHE",
        "spaces--acme--demo/blobs/HASH, spaces--acme--demo, HUB_CACHE",
        "models--gpt2/.no_exist/COMMIT/x, models--gpt2, HUB_CACHE",
        "hub/models--acme--tiny/blobs/HASH, hub, HUB_CACHE",
        "my cache/models--acme--tiny/blobs/HASH, my cache, HUB_CACHE",
        ".locks/models--acme--tiny/HASH.lock, .locks, HUB_CACHE",
        "blobs/.huggingface-shared-blobs, blobs, HUB_CACHE",
        "copied/models--acme--tiny/snapshots/COMMIT/x, copied, HUB_CACHE",
        "xet/https___cas_serv-tGqk/chunk_cache/x, xet, XET_CACHE",
        "datasets/acme___data/default/0.0.0/HASH/dataset_info.json, datasets/acme___data, DATASETS_CACHE",
        "datasets/downloads/HASH, datasets/downloads, DATASETS_CACHE",
        "manifests/registry.ollama.ai/library/llama3/latest, manifests, OLLAMA",
        "blobs/sha256-HASH, blobs, OLLAMA",
        "llms/blobs/sha256-HASH-partial-0, llms/blobs, OLLAMA",
        "ollama/models/blobs/sha256-HASH, ollama, OLLAMA",
        ".ollama/models/blobs/sha256-HASH, .ollama, OLLAMA",
        ".lmstudio/models/acme/tiny/x.gguf, .lmstudio, LM_STUDIO",
        "blobs/sha256/HASH, blobs, OCI_STORE",
        "images/oci-layout, images, OCI_STORE",
        "hub/checkpoints/resnet50.pth, hub, TORCH_HUB",
        "torch/hub/checkpoints/resnet50.pth, torch/hub, TORCH_HUB",
        "vae_here/put_vae_here, vae_here, SINGLE_FILES",
        "lost+found/#123, lost+found, SYSTEM",
        "@eaDir/x@SynoEAStream, @eaDir, SYSTEM",
        "acme/@eaDir/x@SynoEAStream, acme/@eaDir, SYSTEM",
        "System Volume Information/IndexerVolumeGuid, System Volume Information, SYSTEM",
        "#recycle/acme/old/x.gguf, #recycle, BIN",
        ".Trash-1000/files/x.gguf, .Trash-1000, BIN",
        "$RECYCLE.BIN/S-1-5/x.gguf, $RECYCLE.BIN, BIN",
        "RECYCLER/S-1-5-21-1004336348-1177238915-682003330-512/Dc1.gguf, RECYCLER, BIN",
        "Recycled/INFO2, Recycled, BIN",
        "found.000/FILE0000.CHK, found.000, SYSTEM",
        "acme/FOUND.001/dir_00000001.chk, acme/FOUND.001, SYSTEM",
        "__MACOSX/._tiny, __MACOSX, SYSTEM",
        "acme/__MACOSX/tiny/._config.json, acme/__MACOSX, SYSTEM"
    })
    void whatBelongsToAnotherProgramIsNamedAndNeitherListedNorDeletable(String file, String folder, ForeignFolder kind)
            throws IOException {
        String path = file.replace("COMMIT", COMMIT).replace("HASH", HASH);
        Path foreign = disk.put(path, "theirs");
        disk.putFromHub("acme/tiny", "config.json", "{}", COMMIT);

        assertThat(library.scan()).extracting(LibraryModel::name).containsExactly("acme/tiny");
        assertThat(library.skippedFolders()).singleElement().satisfies(skipped -> {
            assertThat(skipped.name()).isEqualTo(folder);
            assertThat(skipped.reason()).contains("\"" + folder + "\" is passed over: it " + kind.words());
        });
        assertThat(ForeignFolders.of(models.resolve(folder))).contains(kind);

        for (Path step = foreign; !step.equals(models); step = step.getParent()) {
            Path place = step;
            assertThatThrownBy(() -> library.deletePath(place.toString()))
                    .as("%s", place)
                    .isInstanceOf(LibraryException.class);
        }
        String[] names = path.split("/");
        for (String id : List.of(names[0], names.length > 1 ? names[0] + "/" + names[1] : names[0])) {
            try {
                RepoId repo = RepoId.model(id);
                assertThatThrownBy(() -> library.delete(repo)).as(id).isInstanceOf(LibraryException.class);
            } catch (IllegalArgumentException noRepo) {
                assertThat(id).isNotEqualTo("hub"); // which could be one
            }
        }
        assertThat(foreign).hasContent("theirs");
    }

    /** As the home of the Python client, or its cache, given as models directory. */
    @Test
    void theFilesBesideThemAreNoModelsEither() throws IOException {
        for (String name : List.of("token", "stored_tokens", "version.txt", "CACHEDIR.TAG")) {
            disk.put(name, "theirs");
        }
        disk.put("models--acme--tiny/snapshots/" + COMMIT + "/config.json", "{}");

        assertThat(library.scan()).isEmpty();
        assertThatThrownBy(() -> library.deletePath(models.resolve("token").toString()))
                .isInstanceOf(LibraryException.class);
        assertThat(models.resolve("token")).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lmstudio-community/gemma-GGUF/gemma-Q4_K_M.gguf",
                "acme/checkpoints-of-mine/x.safetensors",
                "vae/model/x.safetensors",
                "hub/model/x.gguf",
                "blobs-and-more/x.gguf",
                "checkpoints/x.safetensors",
                "checkpoints/mine/x.safetensors",
                "loras/style/a.safetensors",
                "blobs/x.gguf",
                "blobs/mine/x.gguf",
                "manifests/mine/x.gguf",
                "snapshots/mine/x.gguf",
                "ollama/mine/x.gguf",
                "xet/mine/x.gguf",
                "hub/checkpoints/x.safetensors",
                "models--mine/x.gguf",
                "datasets/mine___data/default/train.parquet",
                "datasets/downloads/data/train.parquet",
                "datasets/acme/data/train.parquet"
            })
    void whatOnlyLooksLikeItIsListedAsEver(String file) throws IOException {
        disk.put(file, "weights");
        assertThat(library.scan()).hasSize(1);
        assertThat(library.skippedFolders()).isEmpty();
    }

    /** What each of them holds together tells it, not what it is called. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "checkpoints/a.safetensors checkpoints/b.ckpt -> checkpoints",
                "comfy/loras/a.safetensors comfy/loras/b.safetensors -> comfy/loras",
                "comfy/checkpoints/a.ckpt comfy/loras/b.pt comfy/controlnet/c.pth -> comfy",
                "comfy/lost.safetensors comfy/checkpoints/a.ckpt comfy/loras/b.pt comfy/controlnet/c.pth -> comfy",
                "forge/webui.py forge/config.json forge/models/Lora/a.pt forge/models/Lora/b.pt -> forge",
                "ComfyUI/custom_nodes/x.py ComfyUI/models/vae/a.pt -> ComfyUI",
                "webui/webui.py webui/models/Lora/a.pt -> webui"
            })
    void aProgramsFoldersOfSingleFilesAreRecognisedByWhatTheyHoldTogether(String given) throws IOException {
        String[] parts = given.split(" -> ");
        for (String file : parts[0].split(" ")) {
            disk.put(file, "theirs");
        }
        assertThat(library.scan()).isEmpty();
        assertThat(library.skippedFolders()).singleElement().satisfies(skipped -> {
            assertThat(skipped.name()).isEqualTo(parts[1]);
            assertThat(skipped.kind()).isEqualTo(ForeignFolder.SINGLE_FILES.key());
        });
        assertThatThrownBy(() -> library.deletePath(models.resolve(parts[1]).toString()))
                .isInstanceOf(LibraryException.class)
                .hasMessageContaining("ComfyUI");
    }

    /** Several of such names are an owner's or a person's all the same when whole models are in them. */
    @ParameterizedTest
    @ValueSource(strings = {"checkpoints", "loras", "diffusion_models", "hub/checkpoints", "models--mine--tiny"})
    void modelsThatSomebodyPutBelowSuchANameAreShown(String folder) throws IOException {
        String depth = folder.contains("/") || folder.contains("--") ? "" : "/mine";
        disk.put(folder + depth + "/config.json", "{}");
        disk.put(folder + depth + "/model-00001-of-00002.safetensors", "weights");
        disk.put(folder + depth + "/model-00002-of-00002.safetensors", "weights");
        disk.put("controlnet/other/config.json", "{}");
        disk.put("controlnet/other/model.safetensors", "weights");
        disk.put("lora/third/adapter_config.json", "{}");
        disk.put("lora/third/adapter_model.safetensors", "weights");

        assertThat(library.scan())
                .extracting(LibraryModel::name)
                .containsExactlyInAnyOrder(folder + depth, "controlnet/other", "lora/third");
        assertThat(library.skippedFolders()).isEmpty();
        library.deletePath(models.resolve(folder + depth).toString());
        assertThat(library.scan()).hasSize(2);
    }

    /** A repo may be called as such a folder is, and hold what somebody uploaded of one. */
    @Test
    void whatWasDownloadedIsAModelWhateverItsName() throws IOException {
        disk.putFromHub("checkpoints/tiny", "config.json", "{}", COMMIT);
        disk.putFromHub("acme/uploaded", "models--acme--tiny/snapshots/" + COMMIT + "/config.json", "{}", COMMIT);

        assertThat(library.scan())
                .extracting(LibraryModel::name, model -> model.files().size())
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("acme/uploaded", 1),
                        org.assertj.core.api.Assertions.tuple("checkpoints/tiny", 1));
        library.delete(RepoId.model("acme/uploaded"));
        assertThat(models.resolve("acme")).doesNotExist();
    }

    /** Names of systems that the Hub allows, too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "recycler/tiny",
                "Recycler/tiny",
                "recycled/tiny",
                "__MACOSX/tiny",
                "found.000/tiny",
                "acme/recycler",
                "acme/found.001",
                "acme/__macosx",
                "recycler/recycler"
            })
    void anOwnerOrRepoThatIsCalledAsAFolderOfASystemHasItsModelsListed(String name) throws IOException {
        disk.putFromHub(name, "config.json", "{}", COMMIT);
        String byHand = name.equals("recycler/tiny") ? "recycler/mine" : "recycled/mine";
        disk.put(byHand + "/config.json", "{}");
        disk.put(byHand + "/model.safetensors", "weights");

        assertThat(library.scan()).extracting(LibraryModel::name).containsExactlyInAnyOrder(name, byHand);
        assertThat(library.skippedFolders()).isEmpty();
        library.delete(RepoId.model(name));
        library.delete(RepoId.model(byHand));
        assertThat(library.scan()).isEmpty();
    }

    /** A disk that takes upper and lower case for one puts an owner's models into the bin. */
    @Test
    void aModelThatWasDownloadedIntoABinOfThatNameIsListed() throws IOException {
        disk.put("RECYCLER/S-1-5-21-1004336348/desktop.ini", "theirs");
        disk.putFromHub("RECYCLER/tiny", "config.json", "{}", COMMIT);

        assertThat(library.scan()).extracting(LibraryModel::name).containsExactly("RECYCLER/tiny");
    }

    /** As somebody has who gave the Python client an owner's folder for its cache. */
    @Test
    void whatWasDownloadedStaysAModelBesideACacheOfItsOwner() throws IOException {
        disk.putFromHub("acme/tiny", "config.json", "{}", COMMIT);
        Path theirs = disk.put("acme/models--acme--tiny/snapshots/" + COMMIT + "/config.json", "theirs");

        assertThat(library.scan()).extracting(LibraryModel::name).containsExactly("acme/tiny");
        library.delete(RepoId.model("acme/tiny"));
        assertThat(theirs).hasContent("theirs");
    }

    @Test
    void aModelIsNotDeletedWithAStoreThatSomebodyMadeInItsFolder() throws IOException {
        disk.putFromHub("acme/tiny", "config.json", "{}", COMMIT);
        Path theirs = disk.put("acme/tiny/run/cache/models--acme--base/blobs/" + HASH, "theirs");
        disk.put("acme/tiny/@eaDir/config.json@SynoEAStream", "system");

        assertThat(library.scan())
                .singleElement()
                .satisfies(model ->
                        assertThat(model.files()).extracting(LibraryFile::path).containsExactly("config.json"));
        assertThatThrownBy(() -> library.delete(RepoId.model("acme/tiny")))
                .isInstanceOf(LibraryException.class)
                .hasMessageContaining("holds data of another program, in \"run/cache");
        assertThat(theirs).exists();
    }

    /** Two levels deep as a model is, and yet a whole program's folder of models, or nothing of the kind. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "modelscope/hub/models/qwen/Q/model.safetensors",
                "modelscope/hub/qwen/Q/config.json modelscope/hub/qwen/Q/model.safetensors",
                "Jan/models/x/model.yml Jan/models/x/model.gguf",
                "jan/llamacpp/models/x/model.yml jan/llamacpp/models/x/model.gguf",
                "lmstudio/models/pub/Repo-GGUF/x.gguf",
                "lmstudio/hub/pub/Repo-GGUF/Repo-Q4_K_M.gguf",
                "localai/models/llama/a.gguf localai/models/qwen/b.gguf",
                "models/acme/tiny/tiny-Q4_K_M.gguf",
                "models/acme/tiny/config.json models/acme/tiny/model.safetensors",
                "backup/acme/tiny/config.json backup/acme/tiny/model.safetensors backup/acme/large/x.gguf",
                "a/b/c/d/e/model.safetensors",
                "text-generation-webui/user_data/models/x.gguf",
                "vllm/torch_compile_cache/0a1b2c/rank_0_0/graph.py",
                "xet/logs/xet_1.log",
                "triton/cache/0a1b/kernel.so",
                "ollama/blobs/sha256-cc ollama/manifests/x"
            })
    void aFolderOfSeveralModelsOrOfNoneIsNoModelAndNeverDeletedWhole(String files) throws IOException {
        for (String file : files.split(" ")) {
            disk.put(file, "theirs");
        }
        disk.putFromHub("acme/own", "config.json", "{}", COMMIT);

        assertThat(library.scan()).extracting(LibraryModel::name).containsExactly("acme/own");
        assertThat(library.skippedFolders()).isNotEmpty();
        String[] names = files.split(" ")[0].split("/");
        for (String id : List.of(names[0], names[0] + "/" + names[1])) {
            assertThatThrownBy(() -> library.delete(RepoId.model(id))).as(id).isInstanceOf(LibraryException.class);
            assertThatThrownBy(() -> library.deletePath(models.resolve(id).toString()))
                    .as(id)
                    .isInstanceOf(LibraryException.class);
        }
        assertThat(files.split(" "))
                .allSatisfy(file -> assertThat(models.resolve(file)).hasContent("theirs"));
    }

    /** They are listed, so that one of them can be deleted, and have no button for all. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt4all", "localai/models", "nomic.ai/GPT4All"})
    void severalModelsInOneFolderAreDeletedOneByOne(String folder) throws IOException {
        disk.put(folder + "/Meta-Llama-3-8B-Instruct.Q4_0.gguf", "theirs");
        Path other = disk.put(folder + "/Phi-3-mini-4k-instruct.Q4_0.gguf", "theirs");

        assertThat(library.scan()).singleElement().satisfies(model -> {
            assertThat(model.name()).isEqualTo(folder);
            assertThat(model.wholeFolder()).isFalse();
            assertThat(model.repo()).isNull();
        });
        assertThatThrownBy(() -> library.delete(RepoId.model(folder))).isInstanceOf(LibraryException.class);
        assertThatThrownBy(() -> library.deletePath(models.resolve(folder).toString()))
                .isInstanceOf(LibraryException.class);
        library.deletePath(other.toString());
        assertThat(library.scan()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme/Tiny-GGUF/Q4_K_M/Tiny-Q4_K_M-00001-of-00002.gguf acme/Tiny-GGUF/Q8_0/Tiny-Q8_0.gguf",
                "acme/Tiny-GGUF/Tiny-Q4_K_M/Tiny-Q4_K_M-00001-of-00002.gguf",
                "acme/tiny/Tiny-Q4_K_M.gguf acme/tiny/Tiny-Q8_0.gguf acme/tiny/mmproj-F16.gguf",
                "acme/tiny/Tiny.i1-Q4_K_M.gguf acme/tiny/Tiny-UD-Q8_K_XL.gguf acme/tiny/Tiny-imat.gguf",
                "acme/tiny/onnx/model_q4.onnx",
                "acme/tiny/original/consolidated.00.pth",
                "acme/pipe/unet/config.json acme/pipe/unet/x.safetensors acme/pipe/vae/config.json acme/pipe/vae/y.safetensors",
                "acme/pipe/model_index.json acme/pipe/prior_x/y.safetensors",
                "acme/many/README.md acme/many/one.gguf acme/many/two.gguf",
                "acme/tiny/.gitattributes acme/tiny/tiny/large/x.gguf",
                "acme/tiny/config.json",
                "acme/tiny/README.md",
                "acme/tiny/Tiny.mlmodelc/weights/weight.bin",
                "old/config.json old/model.safetensors",
                "acme/tiny/config.json acme/tiny/x.safetensors acme/tiny/controlnet/c.pth acme/tiny/lora/l.pt acme/tiny/ipadapter/i.bin",
                "acme/tiny/tiny.safetensors acme/tiny/controlnet/c.pth acme/tiny/lora/l.pt acme/tiny/ipadapter/i.bin",
                "acme/pipe/model_index.json acme/pipe/controlnet/c.pth acme/pipe/lora/l.pt acme/pipe/ipadapter/i.bin",
                "acme/pipe/model_index.json acme/pipe/unet/u.bin acme/pipe/vae/v.bin acme/pipe/controlnet/c.pth acme/pipe/lora/l.pt",
                "acme/tiny/config.json acme/tiny/x.safetensors acme/tiny/checkpoints/a.pt acme/tiny/loras/l.pt acme/tiny/gfpgan/g.pth",
                "old/config.json old/x.safetensors old/controlnet/c.pth old/lora/l.pt old/ipadapter/i.bin",
                "old/tiny.safetensors old/controlnet/c.pth old/lora/l.pt old/ipadapter/i.bin",
                "old/config.json old/x.safetensors old/lora/a.safetensors old/lora/b.safetensors",
                "old/model_index.json old/unet/u.bin old/vae/v.bin old/controlnet/c.pth old/lora/l.pt old/animatediff_models/m.ckpt"
            })
    void whatIsMadeAsOneModelIsOneWhoeverPutItThere(String files) throws IOException {
        for (String file : files.split(" ")) {
            disk.put(file, "weights");
        }
        assertThat(library.scan()).singleElement().satisfies(model -> {
            assertThat(model.wholeFolder()).isTrue();
            library.delete(java.util.Objects.requireNonNull(model.repo()));
        });
        assertThat(library.scan()).isEmpty();
    }

    @Test
    void aModelIsNotDeletedWithModelsThatWereDownloadedFurtherDown() throws IOException {
        disk.putFromHub("acme/tiny", "config.json", "{}", COMMIT);
        Path deeper = disk.put("acme/tiny/x/other/.cache/huggingface/download/config.json.metadata", "theirs");

        assertThatThrownBy(() -> library.delete(RepoId.model("acme/tiny"))).isInstanceOf(LibraryException.class);
        assertThat(deeper).exists();
    }

    @Test
    void emptyFoldersOfADiskAreWorthNoWord() throws IOException {
        Files.createDirectories(models.resolve("lost+found"));
        assertThat(library.scan()).isEmpty();
        assertThat(library.skippedFolders()).isEmpty();
    }
}
