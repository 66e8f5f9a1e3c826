package io.hfdownloader.variant;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Copies of the same weights that no list of names knows. Listings: megabytes, a path, in brackets the tensors that the header tells
 * with their type, and a star for what has to come when nothing is said.
 */
@Tag("fast")
class SameWeightsTest {

    private static final Pattern ENTRY = Pattern.compile("(?:([\\d.]+):)?([^{*]+?)(?:\\{(\\w+)/(\\w+)})?(\\*?)");

    /** The tensors T are those of L under other names. */
    private static final Map<Long, Long> OTHER_NAMES = Map.of((long) "T".hashCode(), (long) "L".hashCode());

    @ParameterizedTest
    @ValueSource(
            strings = {
                // folders
                "config.json 500:epoch_1/model.safetensors 500:epoch_2/model.safetensors 500:epoch_3/model.safetensors*",
                "500:global_step100/model.safetensors 500:global_step200/model.safetensors 500:best/model.safetensors*"
                        + " 500:last/model.safetensors",
                "500:checkpoint-500/model.safetensors 500:checkpoint-1000/model.safetensors* 9:tokenizer.json",
                "500:checkpoint-500/model.safetensors 500:checkpoint-500/tokenizer.json 500:model.safetensors*",
                "500:step_000100/model.safetensors 500:step_000200/model.safetensors* 500:step_000050/model.safetensors",
                "500:iter-5/model.safetensors 500:iter-25/model.safetensors*",
                "500:run1/best/model.safetensors 500:run1/last/model.safetensors 500:run2/best/model.safetensors*"
                        + " 500:run2/last/model.safetensors",
                "500:ema/model.safetensors 500:model.safetensors*",
                "500:ema/weights.safetensors 500:step1000/weights.safetensors*",
                "500:100/model.safetensors 500:200/model.safetensors* 500:50/model.safetensors",
                "500:final/model.safetensors* 500:epoch-7/model.safetensors",
                "500:2025-01-03/model.safetensors{L/F16} 500:2025-02-11/model.safetensors{L/F16}"
                        + " 500:2025-10-02/model.safetensors{L/F16}*",
                "500:2025_9_30/model.safetensors 500:2025_10_2/model.safetensors*",
                "500:20250103/model.safetensors 500:20251002/model.safetensors*",
                "500:10B/model.safetensors{L/F16} 500:100B/model.safetensors{L/F16} 500:1T/model.safetensors{L/F16}*",
                "500:900B-tokens/model.safetensors 500:1.5T-tokens/model.safetensors*",
                "500:out/checkpoints/final_model/model.safetensors* 500:out/checkpoints/epoch7/model.safetensors",
                "500:step1000-tokens4B/model.safetensors 500:step2000-tokens8B/model.safetensors*",
                "500:100k-steps/model.safetensors 500:200k-steps/model.safetensors*",
                "1000:epoch_1/model-00001-of-00002.safetensors 900:epoch_1/model-00002-of-00002.safetensors"
                        + " 1000:epoch_2/model-00001-of-00002.safetensors* 900:epoch_2/model-00002-of-00002.safetensors*",
                "500:best/pytorch_model.bin* 500:last/pytorch_model.bin",
                "500:best/pytorch_model.bin 500:best/model.safetensors* 500:last/pytorch_model.bin 500:last/model.safetensors",
                // adapters and pipelines
                "25:epoch_1/adapter_model.safetensors epoch_1/adapter_config.json 25:epoch_2/adapter_model.safetensors*"
                        + " epoch_2/adapter_config.json",
                "3000:checkpoint-5/unet/diffusion_pytorch_model.safetensors 500:checkpoint-5/text_encoder/model.safetensors"
                        + " 3000:checkpoint-9/unet/diffusion_pytorch_model.safetensors*"
                        + " 500:checkpoint-9/text_encoder/model.safetensors*",
                "3000:epoch_1/unet/diffusion_pytorch_model.safetensors epoch_1/model_index.json"
                        + " 3000:epoch_2/unet/diffusion_pytorch_model.safetensors* epoch_2/model_index.json",
                // names of files
                "500:ckpt-100.safetensors 500:ckpt-200.safetensors 500:ckpt-300.safetensors*",
                "500:model_epoch1.pt 500:model_epoch2.pt 500:model_epoch10.pt*",
                "500:pytorch_model_epoch_3.bin* 500:pytorch_model_epoch_2.bin",
                "1200:weights/epoch=3-step=100.ckpt 1200:weights/epoch=12-step=400.ckpt* config.json",
                "1200:epoch=3-val_loss=0.25.ckpt 1200:epoch=4-val_loss=0.31.ckpt 1200:last.ckpt*",
                "1200:best-epoch=3-val_loss=0.25.ckpt* 1200:epoch=4-val_loss=0.31.ckpt 1200:last.ckpt",
                "6:weights/best.pt* 12:weights/last.pt",
                "150:style-000002.safetensors 150:style-000004.safetensors 150:style.safetensors*",
                "150:my_lora_000000250.safetensors 150:my_lora_000000500.safetensors 150:my_lora.safetensors*",
                "150:style-step00000500.safetensors 150:style-step00001000.safetensors*",
                "55:voice_e100_s2400.pth 55:voice_e200_s4800.pth* 60:added_voice.index",
                "500:G_10000.pth 500:G_20000.pth* 540:D_10000.pth 540:D_20000.pth*",
                "500:model100000.pt 500:model200000.pt*",
                "500:unet-20k.safetensors 500:unet-40k.safetensors*",
                "4900:m-step100-Q4_K_M.gguf 8500:m-step100-Q8_0.gguf 4900:m-step200-Q4_K_M.gguf* 8500:m-step200-Q8_0.gguf",
                "400:epoch_1/model.onnx 400:epoch_2/model.onnx 400:best.onnx*"
            })
    void ofAModelAtSeveralMomentsOfItsTrainingOneComes(String listing) {
        comesOnce(listing);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json 500:half.safetensors{L/F16}* 1000:full.safetensors{L/F32} 250:tiny8.safetensors{L/F8_E4M3}",
                "500:model_a.safetensors{L/BF16}* 500:model_b.safetensors{L/F16} 1000:model_c.safetensors{L/F32}",
                "500:x/weights.safetensors{L/F16}* 1000:y/weights.safetensors{L/F32}",
                "500:light/model.safetensors{L/BF16}* 1000:heavy/model.safetensors{L/F32} 250:pocket/model.safetensors{L/F8_E5M2}",
                "1000:model.safetensors{L/F32}* 500:small.safetensors{L/F16}",
                "500:int8/model.safetensors 1000:fp16/model.safetensors* 600:fp8/model.safetensors",
                "500:int8/model.safetensors 1000:model.safetensors* 600:fp8_scaled/model.safetensors",
                "500:onnx-int8/model.onnx 1000:onnx-fp32/model.onnx*",
                "250:4bit/model.safetensors* 400:6bit/model.safetensors 500:8bit/model.safetensors",
                "500:gptq/model.safetensors 1000:model.safetensors* 400:awq/model.safetensors",
                "500:high_half.safetensors{L/F16}* 500:low_half.safetensors{L/F16}* 250:high_fp8.safetensors{L/F8_E4M3}"
                        + " 250:low_fp8.safetensors{L/F8_E4M3}",
                "1000:one.safetensors{L/F16} 500:sharded/model-00001-of-00002.safetensors*"
                        + " 500:sharded/model-00002-of-00002.safetensors* sharded/model.safetensors.index.json{L/F16}"
            })
    void ofAModelInSeveralPrecisionsOneComesWhateverTheyAreCalled(String listing) {
        comesOnce(listing);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json 500:hfmodel/model.safetensors{L/F16}* hfmodel/config.json 500:orig/all.safetensors{T/F16}",
                "500:hf/model.safetensors{L/F16}* hf/config.json 500:original/model.safetensors{T/F16} original/config.json",
                "500:a/model.safetensors{L/F16}* a/config.json a/tokenizer.json 500:b/model.safetensors{T/F16} b/params.json",
                "500:a/model.safetensors{L/BF16}* a/config.json 1000:b/all.safetensors{T/F32}",
                "500:a/model.safetensors* a/config.json 501:b/all.pth",
                "500:a/model.safetensors* a/config.json a/tokenizer.json 501:b/consolidated.00.pth b/params.json",
                "500:model.safetensors{L/F16}* config.json 500:model-original.safetensors{T/F16}"
            })
    void ofAModelInSeveralLayoutsTheOneThatLibrariesReadComes(String listing) {
        comesOnce(listing);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4000:Llama.mlpackage/Data/com.apple.CoreML/weights/weight.bin* 1:Llama.mlpackage/Manifest.json*"
                        + " 1000:LlamaInt4.mlpackage/Data/com.apple.CoreML/weights/weight.bin 1:LlamaInt4.mlpackage/Manifest.json",
                "90:Segmenter.mlpackage/Data/weights/weight.bin* 90:Segmenter.mlmodelc/weights/weight.bin"
                        + " 80:Segmenter.mlmodelc.zip",
                "90:packed/S.mlpackage/Data/weights/weight.bin* 90:S_8bit.mlmodelc/weights/weight.bin*",
                "9:Encoder.mlpackage/Data/weights.bin* 90:Decoder.mlpackage/Data/weights.bin*"
                        + " 9:Encoder.mlmodelc/weights/weight.bin 90:Decoder.mlmodelc/weights/weight.bin",
                "18000:M-bf16.gguf* 9000:M-bf16/M-bf16-00001-of-00002.gguf 9000:M-bf16/M-bf16-00002-of-00002.gguf",
                "4900:M-Q4_K_M.gguf* 18000:M-bf16.gguf 9000:M-bf16/M-bf16-00001-of-00002.gguf"
                        + " 9000:M-bf16/M-bf16-00002-of-00002.gguf",
                "1000:tf_model.h5* 8:saved_model/1/saved_model.pb 1000:saved_model/1/variables/variables.data-00000-of-00001"
            })
    void ofAModelThatWasPackedTwiceOneComes(String listing) {
        comesOnce(listing);
    }

    /** All of it has to come: the same tensors are those of several models, or of several parts of one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "500:english/model.safetensors{L/F16} 500:german/model.safetensors{L/F16}",
                "500:alpha.safetensors{L/BF16} 500:beta.safetensors{L/BF16}",
                "9500:high_noise_model/diffusion_pytorch_model.safetensors{L/F16}"
                        + " 9500:low_noise_model/diffusion_pytorch_model.safetensors{L/F16}",
                "9500:wan_high_noise_fp16.safetensors{L/F16} 9500:wan_low_noise_fp16.safetensors{L/F16}",
                "500:query_encoder/model.safetensors{L/F16} query_encoder/config.json"
                        + " 500:passage_encoder/model.safetensors{T/F16} passage_encoder/config.json",
                "500:prior/model.safetensors{L/F16} prior/config.json 400:decoder/model.safetensors{D/F16} decoder/config.json",
                "150:style1.safetensors{L/F16} 150:style2.safetensors{L/F16} 150:style3.safetensors{L/F16}",
                "150:fold_1/model.safetensors{L/F16} 150:fold_2/model.safetensors{L/F16}",
                "150:experts/0/model.safetensors{L/F16} 150:experts/1/model.safetensors{L/F16}",
                "150:model.safetensors{L/F16} 150:model_1.safetensors{U/F16} 150:model_2.safetensors{V/F16}",
                "150:model.safetensors{L/F16} 150:embeddings.safetensors{T/F16}",
                "150:w_1.safetensors{L/F16} 150:w_2.safetensors{L/F16} 150:w_3.safetensors{L/F16}",
                "150:m-v1.safetensors{L/F16} 150:m-v2.safetensors{L/F16}",
                "150:model-0324.safetensors{L/F16} 150:model-0628.safetensors{L/F16}",
                "150:unet-512.safetensors{L/F16} 150:unet-768.safetensors{L/F16}",
                "150:m-32k.pth 150:m-40k.pth 150:m-48k.pth",
                "150:step1/model.safetensors{L/F16} 600:step2/model.safetensors{T/F16}",
                "150:epoch_1/model.safetensors{L/F16} 150:epoch_2/model.safetensors{T/F16}",
                "150:styleA-epoch10.safetensors 150:styleB-epoch10.safetensors",
                "150:encoder/weights.safetensors{L/F16} 150:decoder/weights.safetensors{T/F16}",
                "500:model_small/model.safetensors{L/F16} 1000:model_large/model.safetensors{T/F32}",
                "2000:diffusion_models/m.safetensors{L/F16} 500:text_encoders/m.safetensors{T/F16} 250:vae/m.safetensors{U/F16}",
                "1000:gemma-1b-it/model.safetensors 1000:gemma-1b/model.safetensors",
                "500:s1.ckpt 500:s2.pth"
            })
    void modelsAndPartsThatAreAlikeComeAll(String listing) {
        RepoTree tree = tree(listing);

        assertThat(usual(tree, facts(listing))).containsExactlyInAnyOrderElementsOf(weights(tree));
    }

    /** Files with the same tensors are no pieces of one model, whatever their numbers say; the ranks of one have them all. */
    @Test
    void wholeModelsWithNumbersCanBeChosenOneByOne() {
        String whole = "150:w_1.safetensors{L/F16} 150:w_2.safetensors{L/F16} 150:w_3.safetensors";
        String ranks = "150:w-rank-0.safetensors{L/F16} 150:w-rank-1.safetensors{L/F16}";

        assertThat(Variants.of(tree(whole), facts(whole)).labels()).containsExactlyInAnyOrder("w_1", "w_2", "w_3");
        assertThat(Variants.of(tree(ranks), facts(ranks)).labels()).containsExactly("w-rank");
    }

    /** The labels that there are to choose. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dpo rlhf sft | config.json 5000:sft/model.safetensors{L/BF16} 5000:dpo/model.safetensors{L/BF16}"
                        + " 5000:rlhf/model.safetensors{L/BF16}",
                "de-en en-de en-fr | 300:en-de/model.safetensors 300:en-fr/model.safetensors 300:de-en/model.safetensors",
                "s1 s2 | 500:s1/model.safetensors{L/F16} s1/config.json 500:s2/model.safetensors{L/F16} s2/config.json",
                "alpha omega | 500:alpha/pytorch_model.bin 500:omega/pytorch_model.bin",
                "de en | 300:en/model-00001-of-00002.safetensors 200:en/model-00002-of-00002.safetensors"
                        + " 300:de/model-00001-of-00002.safetensors 200:de/model-00002-of-00002.safetensors",
                "de en | 300:en/hf/model.safetensors 300:de/hf/model.safetensors",
                "de en | 300:en/hf/model.safetensors 30:en/lm/model.safetensors 300:de/hf/model.safetensors"
                        + " 30:de/lm/model.safetensors",
                "anime photo | 900:anime/unet/model.safetensors 90:anime/vae/model.safetensors 900:photo/unet/model.safetensors"
                        + " 90:photo/vae/model.safetensors",
                "dpo reward sft | 500:sft/model.safetensors 500:dpo/model.safetensors 900:reward/model.safetensors",
                "512 768 safetensors | 900:model.safetensors 200:r-512/model.safetensors 200:r-768/model.safetensors",
                "large small | 500:small/model.safetensors 900:large/model.safetensors",
                "whisper-base whisper-tiny | 500:whisper-base/model.safetensors 90:whisper-tiny/model.safetensors",
                "sam_vit_b sam_vit_h | 300:sam_vit_b/model.safetensors 2000:sam_vit_h/model.safetensors",
                "0.5B 1.5B 7B | 500:0.5B/pytorch_model.bin 1500:1.5B/pytorch_model.bin 7000:7B/pytorch_model.bin",
                "0324 0628 | 150:m-0324/model.safetensors{L/F16} 150:m-0628/model.safetensors{L/F16}"
            })
    void eachModelOfSeveralOfOneShapeCanBeChosenByItsFolder(String labels, String listing) {
        RepoTree tree = tree(listing);
        WeightFacts facts = facts(listing);
        List<Variant<RepoFile>> variants = Variants.of(tree, facts).variants();

        assertThat(variants.stream().map(Variant::label).map(label -> label.replaceFirst("^[rm]-", "")))
                .containsExactlyInAnyOrder(labels.split(" "));
        assertThat(variants.stream().flatMap(variant -> variant.files().stream()))
                .as("in one choice each")
                .doesNotHaveDuplicates();
        assertThat(usual(tree, facts)).as("nothing named").containsExactlyInAnyOrderElementsOf(weights(tree));
    }

    /** Nobody can use the one without the other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "9500:high_noise_model/diffusion_pytorch_model.safetensors{L/F16}"
                        + " 9500:low_noise_model/diffusion_pytorch_model.safetensors{L/F16}",
                "9500:transformer/diffusion_pytorch_model.safetensors{L/F16}"
                        + " 9500:transformer_2/diffusion_pytorch_model.safetensors{L/F16} 500:vae/diffusion_pytorch_model.safetensors",
                "3000:unet/diffusion_pytorch_model.safetensors 300:vae/diffusion_pytorch_model.safetensors"
                        + " 500:text_encoder/model.safetensors 500:text_encoder_2/model.safetensors",
                "150:fold_1/model.safetensors{L/F16} 150:fold_2/model.safetensors{L/F16}",
                "150:experts/0/model.safetensors{L/F16} 150:experts/1/model.safetensors{L/F16}",
                "500:base_encoder/model.safetensors 900:large_encoder/model.safetensors",
                "500:query/model.safetensors{L/F16} 500:doc/model.safetensors{L/F16}",
                "500:semantic/model.safetensors 300:coarse/model.safetensors 200:fine/model.safetensors"
            })
    void partsOfOneModelStayOneChoice(String listing) {
        assertThat(Variants.of(tree(listing), facts(listing)).labels()).containsExactly("safetensors");
    }

    /** Sizes in megabytes, and the hash of each; the one with a star has to come, though no header is read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.safetensors=1* b.safetensors=1",
                "m1.pt=1* m2.pt=1 other.pt=2*",
                "s1/model.safetensors=1* s2/model.safetensors=1",
                "en/model.safetensors=1* de/model.safetensors=2* english/model.safetensors=1",
                "weights.safetensors=1 model.safetensors=1*",
                "voice.ckpt=1* old/other.ckpt=1",
                "a/text_encoder/model.safetensors=1* b/text_encoder/model.safetensors=1*",
                "text_encoder/model.safetensors=1* text_encoder_2/model.safetensors=1* vae/model.safetensors=2*",
                "sub/a.safetensors=1* sub/b.safetensors=1",
                "model.gguf=1 model-Q4_K_M.gguf=1* model-Q8_0.gguf=2",
                "decoder_model.onnx=1* decoder_with_past_model.onnx=2* lm_head.weight=3* shared.weight=3*",
                "clip/t5xxl.safetensors=1* text_encoders/t5xxl.safetensors=1 vae/ae.safetensors=2*",
                "x-00001-of-00002.safetensors=1* x-00002-of-00002.safetensors=2* y-00001-of-00002.safetensors=1"
                        + " y-00002-of-00002.safetensors=2"
            })
    void theSameBytesUnderTwoNamesComeOnce(String listing) {
        List<RepoFile> files = Arrays.stream(listing.replace("*", "").split(" "))
                .map(entry -> entry.split("="))
                .map(entry -> new RepoFile(entry[0], 500_000_000, sha256(entry[1]), "b".repeat(40), null))
                .toList();
        RepoTree tree = new RepoTree(RepoId.model("acme/copies"), "c".repeat(40), files);

        assertThat(usual(tree, WeightFacts.NONE))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(listing.split(" "))
                        .filter(entry -> entry.endsWith("*"))
                        .map(entry -> entry.substring(0, entry.indexOf('=')))
                        .toList());
    }

    @Test
    void whatATrainerKeepsInPiecesIsNoModelBesideTheWeights() {
        RepoTree tree = tree(
                "500:model.safetensors 125:pytorch_model_fsdp_0.bin 125:pytorch_model_fsdp_1.bin"
                        + " 125:pytorch_model_fsdp_2.bin 125:pytorch_model_fsdp_3.bin 500:run/pytorch_model_fsdp.bin config.json");

        assertThat(usual(tree, WeightFacts.NONE)).containsExactly("model.safetensors");
        assertThat(usual(tree("500:pytorch_model_fsdp_0.bin 500:pytorch_model_fsdp_1.bin"), WeightFacts.NONE))
                .hasSize(2);
    }

    @Test
    void aLargeFileOfAnUnknownKindIsCalledByItsName() {
        RepoTree tree = tree("90:gemma.litertlm 70:notes.first 80:whisper.weird9 45:data/a.odd 45:data/b.odd");

        assertThat(Variants.of(tree, WeightFacts.NONE).labels())
                .contains("whisper.weird9", "all.odd")
                .noneMatch("all.weird9"::equals);
    }

    private static void comesOnce(String listing) {
        RepoTree tree = tree(listing);
        WeightFacts facts = facts(listing);
        Set<String> expected = new LinkedHashSet<>();
        for (String entry : listing.split(" ")) {
            if (entry.endsWith("*")) {
                expected.add(parsed(entry).group(2));
            }
        }

        assertThat(usual(tree, facts)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(Variants.of(tree, facts).variants())
                .as("each by itself")
                .allSatisfy(variant -> assertThat(variant.files().stream()
                                .map(file -> expected.contains(file.path()))
                                .distinct())
                        .as(variant.label())
                        .hasSize(1));
    }

    private static List<String> usual(RepoTree tree, WeightFacts facts) {
        Set<String> weights = weights(tree);
        return Selection.all().select(tree, facts).stream()
                .map(RepoFile::path)
                .filter(weights::contains)
                .toList();
    }

    private static Set<String> weights(RepoTree tree) {
        Set<String> paths = new LinkedHashSet<>();
        Variants.of(tree, WeightFacts.NONE).sets().forEach(set -> set.forEach(file -> paths.add(file.path())));
        return paths;
    }

    private static RepoTree tree(String listing) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (String entry : listing.split(" ")) {
            Matcher parts = parsed(entry);
            String megabytes = parts.group(1);
            sizes.put(parts.group(2), megabytes == null ? 900L : Math.round(Double.parseDouble(megabytes) * 1e6));
        }
        return new RepoTree(
                RepoId.model("acme/copies"),
                "c".repeat(40),
                sizes.entrySet().stream()
                        .map(file -> new RepoFile(
                                file.getKey(), file.getValue(), sha256(file.getKey()), "b".repeat(40), null))
                        .toList());
    }

    /** As many numbers as fit, whatever the letter of the tensors. */
    private static WeightFacts facts(String listing) {
        Map<String, WeightFacts.Tensors> tensors = new HashMap<>();
        Map<String, WeightFacts.ShardIndex> indexes = new HashMap<>();
        for (String entry : listing.split(" ")) {
            Matcher parts = parsed(entry);
            if (entry.contains(".index.json")) {
                String folder = parts.group(2).substring(0, parts.group(2).lastIndexOf('/') + 1);
                Set<String> shards = new LinkedHashSet<>();
                Arrays.stream(listing.split(" "))
                        .map(each -> parsed(each).group(2))
                        .filter(path -> path.startsWith(folder) && path.contains("-of-"))
                        .forEach(path -> shards.add(path.substring(folder.length())));
                indexes.put(
                        parts.group(2),
                        new WeightFacts.ShardIndex(
                                shards, new WeightFacts.Tensors(parts.group(3).hashCode(), null)));
            } else if (parts.group(3) != null) {
                long names = parts.group(3).hashCode();
                long parameters = Math.round(Double.parseDouble(parts.group(1)) * 1e6 / bytes(parts.group(4)));
                tensors.put(
                        parts.group(2),
                        new WeightFacts.Tensors(
                                names,
                                parameters,
                                new WeightFacts.Header(
                                        names * 31 + parameters,
                                        OTHER_NAMES.getOrDefault(names, names) * 31 + parameters,
                                        names,
                                        parts.group(4))));
            }
        }
        return new WeightFacts(null, indexes, Map.of(), tensors);
    }

    private static int bytes(String type) {
        return type.startsWith("F32") ? 4 : type.endsWith("16") ? 2 : 1;
    }

    private static Matcher parsed(String entry) {
        Matcher parts = ENTRY.matcher(entry);
        assertThat(parts.matches()).as(entry).isTrue();
        return parts;
    }

    private static String sha256(String path) {
        return String.format(Locale.ROOT, "%064x", path.hashCode() & 0xffffffffL);
    }
}
