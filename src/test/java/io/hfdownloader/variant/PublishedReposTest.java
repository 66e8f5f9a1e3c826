package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.standin.sample.PublishedRepos;
import io.hfdownloader.variant.name.Glob;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What there is to choose in repos as people publish them, and what comes of them when nothing is said. */
@Tag("fast")
class PublishedReposTest {

    private static final long COMPANION_BYTES = 100_000_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llama | model-*.safetensors",
                "llama-70b-old | model-*.safetensors",
                "mistral | model-*.safetensors",
                "gpt-oss | model-*.safetensors",
                "gpt-oss-large | model-*.safetensors",
                "whisper | model.safetensors",
                "flux | transformer/*.safetensors text_encoder/*.safetensors text_encoder_2/*.safetensors"
                        + " vae/*.safetensors",
                "stable-diffusion-old | */model.safetensors text_encoder/*.bin */diffusion_pytorch_model.safetensors",
                "wan-1.3b | *.safetensors *.pth",
                "wan-two-experts | *.safetensors *.pth",
                "comfy | *t2v_14B_bf16* *1.3B_fp16* *xxl_fp16* *vae.safetensors",
                "sentence-transformers | model.safetensors 2_Dense/model.safetensors",
                "tts-with-a-codec | *.safetensors",
                "tts-of-many-files | *.onnx *.pt *.safetensors",
                "deepseek | *.safetensors",
                "fine-tune | adapter_model.safetensors",
                "checkpoints-only | checkpoint-1000/model.safetensors",
                "video-old | *states.pt *pytorch_model.pt",
                "resharded | model-*-of-00002.safetensors adapter_model.safetensors",
                "only-distributed | *.distcp",
                "adapters | *.safetensors",
                "onnx-web | onnx/decoder_model_merged.onnx* onnx/embed_tokens.onnx onnx/vision_encoder.onnx",
                "onnx-by-device | cpu/*.onnx cpu/*.data",
                "ggml | ggml-tiny.bin ggml-base.bin ggml-large-v3.bin *.zip",
                "ggml-old | *.q4_K_M.bin",
                "ggml-in-pieces | *q4_0.bin*",
                "controlnets | *canny.pth *depth.pth *tile_fp16.safetensors",
                "loras | pixel-art* watercolour* styles/ink.safetensors",
                "sizes-in-folders | */model.safetensors",
                "embeddings-in-sizes | */model.safetensors",
                "whisper-cpp | ggml-base.bin ggml-base.en.bin ggml-large-v3-turbo.bin",
                "llamafile | *.Q4_K_M.llamafile",
                "nemo | *.nemo",
                "uqff | model-q4k-*.uqff residual.safetensors",
                "ctranslate2 | model.bin",
                "coreml | *.mlmodelc/* *.mlpackage/*",
                "unknown | model.xyzw",
                "quants | *-Q4_K_M.gguf",
                "safetensors-with-gguf | model.safetensors",
                "saved-model | saved_model.pb variables/* *.pb assets/*",
                "saved-models-in-folders | small/* large/*",
                "saved-model-beside | model.safetensors",
                "tensorflow-of-old | bert_model.ckpt.*",
                "t5x | checkpoint_1000/*",
                "ranks-in-folders | release/*",
                "pipeline-ranks | iter_0000500/*",
                "stable-diffusion-coreml | original/compiled/*",
                "keras-with-saved-model | tf_model.h5",
                "training-states | epoch_3/*",
                "kohya | style.safetensors"
            })
    void oneCompleteModelComesWhenNothingIsSaid(String name, String patterns) {
        RepoTree tree = tree(name);

        List<String> selected = paths(Selection.all().select(tree));

        assertThat(selected.stream().filter(weights(tree)::contains).toList())
                .isEqualTo(matching(tree, patterns.split(" ")));
        assertThat(selected).containsAll(paths(variants(tree).companions()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llama | consolidated | original/consolidated.00.pth",
                "llama-70b-old | consolidated | original/*.pth",
                "llama-70b-old | pytorch | pytorch_model-*.bin",
                "mistral | consolidated | consolidated.safetensors",
                "gpt-oss | original | original/model.safetensors",
                "gpt-oss | metal | metal/model.bin",
                "gpt-oss-large | original | original/*.safetensors",
                "whisper | safetensors-FP32 | model.fp32-*.safetensors",
                "whisper | flax | flax_model.msgpack",
                "sdxl | sd_xl_base_1.0 | sd_xl_base_1.0.safetensors",
                "sdxl | onnx | *.onnx *.onnx_data",
                "sdxl | openvino | *openvino_model.*",
                "flux | ae | ae.safetensors",
                "wan-1.3b | models_t5_umt5-xxl-enc-bf16 | *.pth",
                "comfy | wan2.1_t2v_14B_fp8_scaled | *fp8_scaled.safetensors",
                "sentence-transformers | openvino | openvino/openvino_model.bin openvino/openvino_model.xml",
                "fine-tune | checkpoint-500 | checkpoint-500/*.safetensors",
                "fine-tune | checkpoint-500/training-state | checkpoint-500/*.p*",
                "video-old | mp_rank_00_model_states_fp8 | *_fp8.pt",
                "resharded | model-of-3 | *-of-00003.safetensors",
                "adapters | law | law/*.safetensors",
                "onnx-web | q4 | *_q4.onnx* onnx/embed_tokens.onnx",
                "onnx-web | q4f16 | *_q4f16.onnx* onnx/embed_tokens.onnx",
                "onnx-web | int8 | *_int8.onnx onnx/vision_encoder.onnx",
                "onnx-by-device | cuda-fp16 | cuda/*.onnx cuda/*.data",
                "ggml | ggml-large-v3-q5_0 | ggml-large-v3-q5_0.bin",
                "ggml | ggml-tiny-q5_1 | ggml-tiny-q5_1.bin",
                "ggml | Q5_0 | ggml-large-v3-q5_0.bin",
                "ggml-old | Q5_K_M | *.q5_K_M.bin",
                "ggml-old | q4_0 | *.q4_0.bin",
                "ggml-in-pieces | F16 | *f16.bin *f16.bin.1",
                "llamafile | Mistral-7B.Q8_0 | *Q8_0.llamafile",
                "edge | Gemma3-1B-IT_int4 | *.task",
                "edge | gemma3-1b-it-int8 | *.litertlm",
                "edge | gemma3-1b_rk3588 | *.rkllm",
                "uqff | model-q8_0 | model-q8_0-0.uqff",
                "coreml | Segmenter.mlpackage | Segmenter.mlpackage/*",
                "whisperkit | openai_whisper-large-v3 | openai_whisper-large-v3/*.mlmodelc/*",
                "engines | rank | rank*.engine",
                "orbax | 7b | 7b/*",
                "unknown | demo.mp4 | demo.mp4",
                "keras-with-saved-model | saved_model/1 | saved_model/*",
                "training-states | epoch_2 | epoch_2/*",
                "kohya | style-000004 | style-000004.safetensors",
                "stable-diffusion-coreml | split_einsum/compiled | split_einsum/compiled/*",
                "stable-diffusion-coreml | packages | split_einsum/packages/*"
            })
    void eachCopyAndEachFileCanBeChosenByItself(String name, String label, String patterns) {
        RepoTree tree = tree(name);

        List<String> selected = paths(variants(tree).named(label).get(0).files());

        List<String> expected = matching(tree, patterns.split(" "));
        assertThat(expected).isNotEmpty();
        assertThat(selected).as(label).isSubsetOf(expected).isNotEmpty();
        assertThat(paths(new Selection(List.of(label), List.of(), List.of(), null).select(tree)).stream()
                        .filter(weights(tree)::contains)
                        .toList())
                .containsExactlyInAnyOrderElementsOf(selected);
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatComesAlongIsSmallAndNoFileIsLost(String name) {
        RepoTree tree = tree(name);
        Variants<RepoFile> found = variants(tree);

        assertThat(found.companions())
                .allSatisfy(file -> assertThat(file.sizeBytes()).isLessThanOrEqualTo(COMPANION_BYTES));
        assertThat(Stream.of(
                                found.sets().stream().flatMap(List::stream),
                                found.projectors().stream(),
                                found.companions().stream())
                        .flatMap(files -> files))
                .containsExactlyInAnyOrderElementsOf(tree.files());
        assertThat(found.variants().stream().flatMap(variant -> variant.files().stream()))
                .containsAll(found.sets().stream().flatMap(List::stream).toList());
        assertThat(found.labels().stream().map(String::toLowerCase)).doesNotHaveDuplicates();
        assertThat(found.variants().stream()
                        .filter(variant -> !variant.complete())
                        .map(Variant::label))
                .isSubsetOf("model-of-3");
    }

    @Test
    void thePrecisionAskedForComesWithThePlainWeightsOfPartsThatLackIt() {
        RepoTree tree = tree("sdxl");
        WeightFacts facts = parts("text_encoder", "text_encoder_2", "tokenizer", "unet", "vae");

        assertThat(weightsOf(tree, facts, "FP16"))
                .containsExactly(
                        "text_encoder/model.fp16.safetensors",
                        "text_encoder_2/model.fp16.safetensors",
                        "unet/diffusion_pytorch_model.fp16.safetensors",
                        "vae/diffusion_pytorch_model.safetensors");
        assertThat(paths(Selection.all().select(tree, facts)))
                .contains("unet/diffusion_pytorch_model.safetensors", "vae/diffusion_pytorch_model.safetensors")
                .doesNotContain("vae_1_0/diffusion_pytorch_model.safetensors", "sd_xl_base_1.0.safetensors");
        assertThat(weightsOf(tree, facts, "vae_1_0")).containsExactly("vae_1_0/diffusion_pytorch_model.safetensors");
        assertThat(weightsOf(tree("stable-diffusion-old"), WeightFacts.NONE, "non_ema"))
                .contains("unet/diffusion_pytorch_model.non_ema.safetensors", "vae/diffusion_pytorch_model.safetensors")
                .doesNotContain("unet/diffusion_pytorch_model.safetensors");
    }

    @Test
    void q4IsNotQ4f16() {
        RepoTree lacksIt = tree(
                Map.of("onnx/model.onnx", 400_000_000L, "onnx/model_q4f16.onnx", 90_000_000L, "config.json", 700L));
        assertThatThrownBy(() -> new Selection(List.of("q4"), List.of(), List.of(), null).select(lacksIt))
                .isInstanceOf(NoSuchVariantException.class)
                .hasMessageContaining("Q4F16");
        RepoTree both = tree("onnx-web");
        for (Selection asked :
                List.of(new Selection(List.of("q4"), List.of(), List.of(), null), Selection.ofPattern("q4"))) {
            assertThat(paths(asked.select(both)))
                    .anyMatch(path -> path.contains("_q4."))
                    .noneMatch(path -> path.contains("q4f16"));
        }
    }

    /** Sizes in megabytes; entries with a star come for the label. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "q4 | 1:m/model_q4.onnx* 1700:m/model_q4.onnx_data* 1:m/model_q4f16.onnx 900:m/model_q4f16.onnx_data",
                "q4 | 1:m/model_q4.onnx* 1700:m/model_q4.onnx_data* 900:m/model_q4.onnx_data_1* 900:m/model_q4f16.onnx_data",
                "q4 | 1:m/model_q4.onnx* 1700:m/model_q4.onnx.data* 1:m/model_q4f16.onnx 900:m/model_q4f16.onnx.data",
                "q4 | 1:m/model_q4.onnx* 1700:m/model_q4.data* 1:m/model_q4f16.onnx 900:m/model_q4f16.data",
                "q4 | 1:m/model_q4.onnx* 1700:m/model_q4.onnx.weights* 1:m/model.onnx 9000:m/model.onnx.weights",
                "onnx | 1:m/model.onnx* 9000:m/model.weights* 1:m/model_q4.onnx 1700:m/model_q4.weights",
                "onnx | 1:m/model.onnx* 3400:m/weights.pb* 10:m/tf.pb",
                "onnx | 7:m/Model.ONNX* 3400:m/Model.ONNX_Data* 3400:m/Model.onnx_data_1*",
                "onnx | 7:model.onnx* 3400:model_weights.bin* 3400:pytorch_model.bin",
                "onnx | 7:model.onnx* 3400:model.onnx.bin* 3400:model.bin",
                "onnx | 7:model.onnx* 150:onnx__MatMul_12* 120:model.layers.0.weight* 130:Constant_5_attr__value*",
                "onnx | 7:model.onnx* 3400:model.onnx-00001-of-00002.data* 3400:model.onnx-00002-of-00002.data*",
                "onnx | 400:model.onnx* 410:model.mnn 410:other.xyzw 300:demo.mp4 5:model.rten",
                "large-v3-encoder | 7:large-v3-encoder.onnx* 2500:large-v3-encoder.weights* 7:large-v3-decoder.onnx"
                        + " 900:large-v3-decoder.weights",
                "onnx | 1:encoder.onnx* 1:decoder.onnx* 1700:shared.onnx_data* 200:onnx__MatMul_9*",
                "first | 1:first.onnx* 1:second.onnx 1700:shared.onnx_data* 200:onnx__MatMul_9*",
                "q4 | 1:m/model_q4.onnx* 900:m/weights* 1:m/model_fp16.onnx 1700:m/model_fp16.data"
            })
    void anOnnxGraphComesWithTheFilesThatHoldItsWeights(String label, String listing) {
        Map<String, Long> files = new LinkedHashMap<>();
        List<String> expected = new ArrayList<>();
        readSizes(listing, files, expected);
        RepoTree tree = tree(files);
        Set<String> companions = Set.copyOf(paths(variants(tree).companions()));

        for (Selection asked : List.of(Selection.ofVariant(label), Selection.ofPattern(label))) {
            assertThat(paths(asked.select(tree)).stream().filter(path -> !companions.contains(path)))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(companions)
                .doesNotContainAnyElementsOf(files.keySet().stream()
                        .filter(path -> files.getOrDefault(path, 0L) > 99_000_000)
                        .toList());
    }

    /** Sizes in megabytes; entries with a star come when nothing is said. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "335:vae/diffusion_pytorch_model.safetensors* 2000:model.onnx*",
                "335:vae/diffusion_pytorch_model.safetensors* 300:model.onnx* 300:openvino_model.xml 300:openvino_model.bin",
                "335:vae/model.safetensors* 300:model.onnx 900:tf_model.h5*",
                "335:vae/diffusion_pytorch_model.safetensors* 1:vae/config.json* 200:onnx/model_quantized.onnx*",
                "335:vae/diffusion_pytorch_model.safetensors* 1:onnx/model.onnx* 9000:onnx/model.onnx_data*",
                "335:vae/diffusion_pytorch_model.safetensors* 300:vae/model.onnx 6000:unet/model.onnx*",
                "335:diffusion_pytorch_model.safetensors* 6800:flux-Q4_K_S.gguf* 9000:flux-Q8_0.gguf",
                "335:diffusion_pytorch_model.safetensors* 6800:model.onnx*",
                "335:x.vae.safetensors* 6800:x-Q4_K_M.gguf* 2000:model.onnx*",
                "335:x.vae.safetensors* 6800:x.safetensors*",
                "335:vae/x.vae.safetensors* 6800:unet/x-Q4_K_M.gguf* 2000:model.onnx*",
                "335:vae/diffusion_pytorch_model.safetensors* 335:vae/diffusion_pytorch_model.bin 6800:x.ckpt*",
                "335:vae/diffusion_pytorch_model.safetensors* 2000:tf_model.h5 2000:model.msgpack*",
                "250:image_encoder/model.safetensors* 2000:flax_model.msgpack*",
                "4000:model.safetensors* 8000:model.onnx 2000:x-Q4_K_M.gguf 16000:x-F32.gguf",
                "13000:pytorch_model.bin* 7000:wizardLM-7B.ggmlv3.q4_0.bin 14000:wizardLM-7B.ggmlv3.q8_0.bin",
                "2000:model.safetensors* 15000:onnx/model.onnx 7000:x-F16.gguf",
                "9000:base/model.safetensors* 9000:onnx/model.onnx 4500:onnx/model_fp16.onnx"
            })
    void anAutoencoderIsNotTakenForTheModelBesideIt(String listing) {
        Map<String, Long> files = new LinkedHashMap<>();
        List<String> expected = new ArrayList<>();
        readSizes(listing, files, expected);

        assertThat(paths(Selection.all().select(tree(files)))).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static void readSizes(String listing, Map<String, Long> files, List<String> starred) {
        for (String entry : listing.split(" ")) {
            String path = entry.substring(entry.indexOf(':') + 1).replace("*", "");
            files.put(path, Long.parseLong(entry.substring(0, entry.indexOf(':'))) * 1_000_000);
            if (entry.endsWith("*")) {
                starred.add(path);
            }
        }
    }

    /** A size with its quantizations has names of its own, so that none passes for another size. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ggml | ggml-large-v3:null ggml-base:null ggml-tiny:null ggml-large-v3-q5_0:Q5_0 ggml-tiny-q5_1:Q5_1",
                "ggml-old | Q8_0:Q8_0 Q5_K_M:Q5_K_M Q4_K_M:Q4_K_M Q4_0:Q4_0",
                "ggml-in-pieces | F16:F16 Q4_0:Q4_0"
            })
    void filesFromBeforeGgufAreCalledAfterTheirQuantization(String name, String expected) {
        assertThat(variants(tree(name)).variants().stream()
                        .filter(variant -> variant.format().equals("ggml"))
                        .map(variant -> variant.label() + ":" + variant.quant()))
                .containsExactlyInAnyOrder(expected.split(" "));
    }

    /** Entries with a star are what has to come of a listing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // what is half there, or of another part, is in nobody's place
                "model-00001-of-00002.safetensors pytorch_model-00001-of-00002.bin* pytorch_model-00002-of-00002.bin*",
                "adapter_model.safetensors* pytorch_model.bin*",
                "adapter_model.safetensors* model.onnx*",
                "model-00001-of-00002.safetensors model.onnx*",
                "model-00001-of-00002.safetensors model.fp16.safetensors*",
                // nor is a part that no index names, nor an adapter, in that of a quantized model
                "flux-Q4_K_S.gguf* vae/diffusion_pytorch_model.safetensors*",
                "adapter_model.safetensors* unsloth.Q4_K_M.gguf*",
                "model-00001-of-00002.safetensors x-Q4_K_M.gguf*",
                "model.pt* scaler.pkl* scaler_x.pkl* scaler.pt",
                // the data of a graph
                "large-v3-encoder.onnx* large-v3-encoder.weights* demo.mp4",
                "model.onnx* model.data* onnx__MatMul_12*",
                "model.safetensors* onnx/model.onnx onnx/model.data",
                // parts whose names speak of a packing
                "q8_vae.safetensors* q8_transformer.safetensors*",
                "q1.pth* q2.pth* q3.pth*",
                "backbone/model-Q4_K_M.gguf* decoder/model-F16.gguf*",
                "Q4_K_M/x-Q4_K_M.gguf* Q8_0/x-Q8_0.gguf x-UD-Q2_K_XL.gguf x-Q4_0_4_4.gguf x-IQ3_XXS.gguf x-TQ1_0.gguf",
                "gguf/Q4_K_M/x-Q4_K_M.gguf* gguf/BF16/x-BF16.gguf",
                // where the training ended in the repo itself
                "model.safetensors* optimizer.pt checkpoint-500/model.safetensors checkpoint-500/optimizer.pt",
                "model.safetensors* optimizer.pt adapter/adapter_model.safetensors* adapter/adapter_config.json*",
                "run/model.safetensors* run/optimizer.pt adapter/adapter_model.safetensors* adapter/adapter_config.json*",
                // two models, not one for two devices
                "query_encoder/model.onnx* query_encoder/tokenizer.json* passage_encoder/model.onnx*"
                        + " passage_encoder/tokenizer.json*",
                "model.encoder.safetensors* model.decoder.safetensors*",
                "model.safetensors* model.fp16.safetensors model.non_ema.safetensors model.fp8_e4m3fn.safetensors"
            })
    void noPartIsTakenForACopyOfAnother(String listing) {
        Map<String, Long> files = new LinkedHashMap<>();
        List<String> expected = new ArrayList<>();
        for (String entry : listing.split(" ")) {
            String path = entry.replace("*", "");
            files.put(path, path.endsWith(".json") ? 900L : 200_000_000L + path.length() * 40_000_000L);
            if (entry.endsWith("*")) {
                expected.add(path);
            }
        }

        List<String> selected = paths(Selection.all().select(tree(files)));

        assertThat(selected).containsAll(expected);
        assertThat(selected.stream().filter(path -> !path.startsWith("model-00001")))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mlc", "engines", "ranks", "distributed-states", "layers", "saved-model", "saved-model-beside"})
    void aPieceOfASetIsNoChoice(String name) {
        assertThat(variants(tree(name)).variants().stream().filter(variant -> !variant.duplicate()))
                .hasSize(1);
    }

    /** Numbers that count states, versions, sizes or styles leave each file a choice of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ckpt-1.safetensors ckpt-2.safetensors ckpt-3.safetensors",
                "model_epoch1.pt model_epoch2.pt model_epoch3.pt",
                "m-1b.safetensors m-2b.safetensors m-3b.safetensors",
                "voice_v1.pth voice_v2.pth voice_v3.pth",
                "style1.safetensors style2.safetensors style3.safetensors",
                "a2.pt a3.pt a4.pt",
                "m-1.pt m-2.pt m-4.pt",
                "m1.llamafile m2.llamafile"
            })
    void numbersOfOtherThingsMakeNoSet(String listing) {
        Map<String, Long> files = new LinkedHashMap<>();
        for (String path : listing.split(" ")) {
            files.put(path, 500_000_000L);
        }

        assertThat(variants(tree(files)).variants()).hasSameSizeAs(files.keySet());
    }

    @Test
    void aModelComesWithItsVoicesWhichAreNoChoices() {
        RepoTree tree = tree("voices");

        assertThat(variants(tree).labels()).containsExactly("kokoro-v1_0");
        assertThat(paths(Selection.ofVariant("kokoro-v1_0").select(tree))).hasSize(30);
        assertThat(paths(Selection.all().select(tree))).hasSize(30);
        assertThat(variants(tree(Map.of("a.pth", 80_000_000L, "loras/x.pt", 4_900_000L, "loras/y.pt", 4_900_000L)))
                        .variants())
                .hasSize(3);
    }

    @Test
    void aModelOfSeveralFilesBesideSmallWeightsOfAnotherKindIsAChoice() {
        RepoTree tree = tree(Map.of(
                "model.safetensors", 900_000_000L,
                "ckpt/a.npz", 1_000_000L,
                "ckpt/b.npz", 1_000_000L,
                "ckpt/model.ckpt-1.data-00000-of-00001", 60_000_000L,
                "ckpt/model.ckpt-1.index", 4_000L));

        assertThat(variants(tree).variants()).hasSize(2);
        assertThat(weights(tree))
                .containsExactlyInAnyOrder(
                        "model.safetensors", "ckpt/model.ckpt-1.data-00000-of-00001", "ckpt/model.ckpt-1.index");
    }

    /** A hundred files of fifty megabytes are as much as one of five gigabytes. */
    @Test
    void manySmallFilesThatAreMuchTogetherDoNotComeAlong() {
        RepoTree tree = tree("with-samples");

        for (Selection asked : List.of(Selection.all(), Selection.ofVariant("safetensors"))) {
            List<RepoFile> files = asked.select(tree);
            assertThat(paths(files)).contains("model.safetensors", "config.json", "tokenizer.json");
            assertThat(files.stream().mapToLong(RepoFile::sizeBytes).sum()).isLessThan(1_200_000_000L);
        }
        assertThat(paths(Selection.ofVariant("all.jsonl").select(tree)).stream()
                        .filter(path -> path.endsWith(".jsonl")))
                .hasSize(100);
    }

    /** All files of a model come with it, those in sub-folders and those that only tell of the others, too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "saved-model | savedmodel | saved_model.pb variables/* *.pb assets/*",
                "saved-models-in-folders | small/1 | small/*",
                "saved-models-in-folders | large | large/*",
                "saved-model-beside | saved_model/1 | saved_model/*",
                "tensorflow-of-old | bert_model.ckpt | bert_model.ckpt.*",
                "mlc | mlc | params_shard_*",
                "ranks | model-rank-part | model-rank-*",
                "distributed-states | mp_rank-model_states | mp_rank_*",
                "orbax | 2b | 2b/*",
                "whisperkit | openai_whisper-tiny | openai_whisper-tiny/*.mlmodelc/*",
                "coreml | tiny | tiny/*.mlmodelc/*",
                "layers | layers | layers.*",
                "t5x | checkpoint_500 | checkpoint_500/*",
                "ranks-in-folders | model_optim_rng | release/*",
                "pipeline-ranks | model | iter_0000500/*"
            })
    void aModelOfSeveralFilesComesWhole(String name, String label, String patterns) {
        RepoTree tree = tree(name);

        List<String> expected = matching(tree, patterns.split(" "));
        assertThat(expected).hasSizeGreaterThan(2);
        assertThat(weightsOf(tree, WeightFacts.NONE, label)).isEqualTo(expected);
    }

    // --- what was read of the weights ---------------------------------------------------------------------------

    @Test
    void aSetIsWholeWhenItsIndexSaysSo() {
        Map<String, Long> shards = Map.of(
                "model-00000-of-00002.safetensors", 5_000_000L,
                "model-00001-of-00002.safetensors", 5_000_000L,
                "model-mtp.safetensors", 1_000_000L,
                "model.safetensors.index.json", 900L);
        assertThat(variants(tree(shards)).variants()).hasSize(2).allMatch(Variant::complete);

        WeightFacts all = index(
                "model.safetensors.index.json",
                "model-00000-of-00002.safetensors",
                "model-00001-of-00002.safetensors",
                "model-mtp.safetensors");
        assertThat(Variants.of(tree(shards), all).variants()).singleElement().satisfies(variant -> {
            assertThat(variant.label()).isEqualTo("safetensors");
            assertThat(variant.shardsExpected()).isEqualTo(3);
            assertThat(variant.complete()).isTrue();
        });

        WeightFacts more = index(
                "model.safetensors.index.json",
                "model-00000-of-00002.safetensors",
                "model-00001-of-00002.safetensors",
                "model-00002-of-00002.safetensors");
        assertThat(Variants.of(tree(shards), more).named("safetensors"))
                .singleElement()
                .satisfies(variant -> {
                    assertThat(variant.shardsPresent()).isEqualTo(2);
                    assertThat(variant.shardsExpected()).isEqualTo(3);
                    assertThat(variant.complete()).isFalse();
                });
    }

    @Test
    void anIndexJoinsShardsWhateverTheyAreCalled() {
        Map<String, Long> shards = Map.of(
                "part/layer_a.safetensors", 5_000_000L,
                "part/layer_b.safetensors", 5_000_000L,
                "part/model.safetensors.index.json", 900L,
                "old.safetensors.index.json", 900L);
        WeightFacts facts = new WeightFacts(
                null,
                Map.of(
                        "part/model.safetensors.index.json",
                                new WeightFacts.ShardIndex(
                                        Set.of("layer_a.safetensors", "layer_b.safetensors"),
                                        new WeightFacts.Tensors(1, null)),
                        "old.safetensors.index.json",
                                new WeightFacts.ShardIndex(
                                        Set.of("gone.safetensors", "../x", "/abs"), new WeightFacts.Tensors(2, null))),
                Map.of(),
                Map.of());
        assertThat(Variants.of(tree(shards), facts).variants()).singleElement().satisfies(variant -> {
            assertThat(variant.files()).hasSize(2);
            assertThat(variant.complete()).isTrue();
        });
    }

    @Test
    void theSameTensorsInAnotherFolderAreACopyAndOthersOfThatSizeAreNot() {
        Map<String, Long> files = Map.of(
                "model.safetensors", 8_000_000L,
                "packed/weights.safetensors", 3_000_000L,
                "codec/model.safetensors", 8_000_000L,
                "ema.safetensors", 8_000_000L,
                "embeddings.safetensors", 8_000_000L);
        WeightFacts facts = new WeightFacts(
                4_000_000L,
                Map.of(),
                Map.of(),
                Map.of(
                        "model.safetensors", new WeightFacts.Tensors(11, 4_000_000L),
                        "packed/weights.safetensors", new WeightFacts.Tensors(11, null),
                        "codec/model.safetensors", new WeightFacts.Tensors(12, 2_000_000L),
                        "ema.safetensors", new WeightFacts.Tensors(11, 4_000_000L),
                        "embeddings.safetensors", new WeightFacts.Tensors(13, 4_000_000L)));

        assertThat(paths(Selection.all().select(tree(files), facts)))
                .containsExactlyInAnyOrder("model.safetensors", "codec/model.safetensors", "embeddings.safetensors");
    }

    @Test
    void whatTheHubCountsTellsACopyInAnotherPrecision() {
        Map<String, Long> files =
                Map.of("model.safetensors", 5_000_000L, "full/model.safetensors", 16_000_000L, "config.json", 500L);
        assertThat(paths(Selection.all().select(tree(files)))).contains("full/model.safetensors");

        WeightFacts facts = new WeightFacts(8_000_000L, Map.of(), Map.of(), Map.of());
        assertThat(paths(Selection.all().select(tree(files), facts))).doesNotContain("full/model.safetensors");
        assertThat(weightsOf(tree(files), facts, "full")).containsExactly("full/model.safetensors");
    }

    private static Stream<String> names() {
        return PublishedRepos.names().stream();
    }

    private static WeightFacts parts(String... names) {
        return new WeightFacts(null, Map.of(), Map.of("", Set.of(names)), Map.of());
    }

    private static WeightFacts index(String path, String... files) {
        return new WeightFacts(
                null,
                Map.of(path, new WeightFacts.ShardIndex(Set.of(files), new WeightFacts.Tensors(1, null))),
                Map.of(),
                Map.of());
    }

    private static List<String> weightsOf(RepoTree tree, WeightFacts facts, String label) {
        Set<String> companions = Set.copyOf(paths(Variants.of(tree, facts).companions()));
        return paths(new Selection(List.of(label), List.of(), List.of(), null).select(tree, facts)).stream()
                .filter(path -> !companions.contains(path))
                .toList();
    }

    private static Set<String> weights(RepoTree tree) {
        return Set.copyOf(
                paths(variants(tree).sets().stream().flatMap(List::stream).toList()));
    }

    private static List<String> matching(RepoTree tree, String... patterns) {
        List<Glob> globs = Arrays.stream(patterns).map(Glob::of).toList();
        Set<String> weights = weights(tree);
        return paths(tree.files()).stream()
                .filter(weights::contains)
                .filter(path -> globs.stream().anyMatch(glob -> glob.matches(path)))
                .toList();
    }

    private static Variants<RepoFile> variants(RepoTree tree) {
        return Variants.of(tree, WeightFacts.NONE);
    }

    private static List<String> paths(List<RepoFile> files) {
        return files.stream().map(RepoFile::path).toList();
    }

    private static RepoTree tree(String name) {
        return tree(PublishedRepos.listing(name));
    }

    private static RepoTree tree(Map<String, Long> sizes) {
        return new RepoTree(
                RepoId.model("acme/tiny"),
                "c".repeat(40),
                sizes.entrySet().stream()
                        .map(file -> new RepoFile(
                                file.getKey(), file.getValue(), sha256(file.getKey()), "b".repeat(40), null))
                        .toList());
    }

    private static String sha256(String path) {
        return String.format(Locale.ROOT, "%064x", path.hashCode() & 0xffffffffL);
    }
}
