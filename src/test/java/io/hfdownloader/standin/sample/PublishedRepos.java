package io.hfdownloader.standin.sample;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;

/**
 * Repos laid out as well-known ones on the Hub are: the same names and sizes, so that whoever takes too much of them, or too
 * little, is found out. Their weights can be listed, not fetched.
 */
public final class PublishedRepos {

    private static final Map<String, String> LISTINGS = new LinkedHashMap<>();
    private static final List<String> PARTS = List.of(
            "safety_checker", "scheduler", "text_encoder", "text_encoder_2", "tokenizer", "transformer", "unet", "vae");

    static {
        add("llama", """
                4.976G model-%05d-of-00004.safetensors 1..3
                1.168G model-00004-of-00004.safetensors
                24K model.safetensors.index.json
                1K config.json
                9.1M tokenizer.json
                16.06G original/consolidated.00.pth
                1K original/params.json
                2.2M original/tokenizer.model
                """);
        add("llama-70b-old", """
                9.8G model-%05d-of-00015.safetensors 1..15
                24K model.safetensors.index.json
                9.8G pytorch_model-%05d-of-00015.bin 1..15
                24K pytorch_model.bin.index.json
                18.375G original/consolidated.%02d.pth 0..7
                1K config.json
                """);
        add("mistral", """
                4.832G model-%05d-of-00003.safetensors 1..3
                24K model.safetensors.index.json
                14.496G consolidated.safetensors
                1K params.json
                1K config.json
                587K tokenizer.model.v3
                """);
        add("gpt-oss", """
                4.792G model-00000-of-00002.safetensors
                4.799G model-00001-of-00002.safetensors
                4.170G model-00002-of-00002.safetensors
                36K model.safetensors.index.json
                13.761G original/model.safetensors
                1K original/config.json
                13.751G metal/model.bin
                1K config.json
                27.8M tokenizer.json
                """);
        add("gpt-oss-large", """
                4.35G model-%05d-of-00014.safetensors 0..14
                55K model.safetensors.index.json
                9.3G original/model--%05d-of-00007.safetensors 1..6
                9.4G original/model--00007-of-00007.safetensors
                55K original/model.safetensors.index.json
                1K config.json
                65.2G metal/model.bin
                """);
        add("whisper", """
                3.087G model.safetensors
                4.993G model.fp32-00001-of-00002.safetensors
                1.181G model.fp32-00002-of-00002.safetensors
                118K model.safetensors.index.fp32.json
                3.087G pytorch_model.bin
                4.994G pytorch_model.fp32-00001-of-00002.bin
                1.181G pytorch_model.fp32-00002-of-00002.bin
                118K pytorch_model.bin.index.fp32.json
                6.174G flax_model.msgpack
                6.174G tf_model.h5
                1K config.json
                2.5M tokenizer.json
                """);
        add("sdxl", """
                6.938G sd_xl_base_1.0.safetensors
                6.938G sd_xl_base_1.0_0.9vae.safetensors
                49.6M sd_xl_offset_example-lora_1.0.safetensors
                1K model_index.json
                1K scheduler/scheduler_config.json
                492M text_encoder/model.safetensors
                246M text_encoder/model.fp16.safetensors
                492M text_encoder/flax_model.msgpack
                492M text_encoder/model.onnx
                492M text_encoder/openvino_model.bin
                1.1M text_encoder/openvino_model.xml
                1K text_encoder/config.json
                2.779G text_encoder_2/model.safetensors
                1.389G text_encoder_2/model.fp16.safetensors
                1.1M text_encoder_2/model.onnx
                2.779G text_encoder_2/model.onnx_data
                1M tokenizer/vocab.json
                10.270G unet/diffusion_pytorch_model.safetensors
                5.135G unet/diffusion_pytorch_model.fp16.safetensors
                10.270G unet/diffusion_flax_model.msgpack
                7.3M unet/model.onnx
                10.270G unet/model.onnx_data
                10.270G unet/openvino_model.bin
                22.6M unet/openvino_model.xml
                334.6M vae/diffusion_pytorch_model.safetensors
                334.6M vae_1_0/diffusion_pytorch_model.safetensors
                167.3M vae_1_0/diffusion_pytorch_model.fp16.safetensors
                198M vae_decoder/model.onnx
                137M vae_encoder/model.onnx
                """);
        add("flux", """
                23.803G flux1-dev.safetensors
                335.3M ae.safetensors
                1K model_index.json
                9.983G transformer/diffusion_pytorch_model-00001-of-00003.safetensors
                9.949G transformer/diffusion_pytorch_model-00002-of-00003.safetensors
                3.871G transformer/diffusion_pytorch_model-00003-of-00003.safetensors
                121K transformer/diffusion_pytorch_model.safetensors.index.json
                246.1M text_encoder/model.safetensors
                4.995G text_encoder_2/model-00001-of-00002.safetensors
                4.530G text_encoder_2/model-00002-of-00002.safetensors
                20K text_encoder_2/model.safetensors.index.json
                167.7M vae/diffusion_pytorch_model.safetensors
                """);
        add("stable-diffusion-old", """
                4.265G v1-5-pruned-emaonly.safetensors
                4.265G v1-5-pruned-emaonly.ckpt
                7.704G v1-5-pruned.ckpt
                1K model_index.json
                1.216G safety_checker/model.safetensors
                608M safety_checker/model.fp16.safetensors
                1.216G safety_checker/pytorch_model.bin
                492M text_encoder/pytorch_model.bin
                3.438G unet/diffusion_pytorch_model.safetensors
                1.719G unet/diffusion_pytorch_model.fp16.safetensors
                3.438G unet/diffusion_pytorch_model.non_ema.safetensors
                3.438G unet/diffusion_pytorch_model.bin
                335M vae/diffusion_pytorch_model.safetensors
                167M vae/diffusion_pytorch_model.fp16.safetensors
                """);
        add("wan-1.3b", """
                5.676G diffusion_pytorch_model.safetensors
                11.362G models_t5_umt5-xxl-enc-bf16.pth
                508M Wan2.1_VAE.pth
                1K config.json
                16.8M google/umt5-xxl/tokenizer.json
                4.5M google/umt5-xxl/spiece.model
                12M assets/t2v_res.jpg
                """);
        add("wan-two-experts", """
                9.53G high_noise_model/diffusion_pytorch_model-%05d-of-00006.safetensors 1..6
                95K high_noise_model/diffusion_pytorch_model.safetensors.index.json
                1K high_noise_model/config.json
                9.53G low_noise_model/diffusion_pytorch_model-%05d-of-00006.safetensors 1..6
                95K low_noise_model/diffusion_pytorch_model.safetensors.index.json
                1K low_noise_model/config.json
                11.362G models_t5_umt5-xxl-enc-bf16.pth
                508M Wan2.1_VAE.pth
                16.8M google/umt5-xxl/tokenizer.json
                """);
        add("comfy", """
                28.6G split_files/diffusion_models/wan2.1_t2v_14B_bf16.safetensors
                14.3G split_files/diffusion_models/wan2.1_t2v_14B_fp8_e4m3fn.safetensors
                14.3G split_files/diffusion_models/wan2.1_t2v_14B_fp8_scaled.safetensors
                2.84G split_files/diffusion_models/wan2.1_t2v_1.3B_fp16.safetensors
                11.37G split_files/text_encoders/umt5_xxl_fp16.safetensors
                6.74G split_files/text_encoders/umt5_xxl_fp8_e4m3fn_scaled.safetensors
                254M split_files/vae/wan_2.1_vae.safetensors
                """);
        add("sentence-transformers", """
                90.9M model.safetensors
                90.9M pytorch_model.bin
                91.0M tf_model.h5
                90.9M rust_model.ot
                90.4M onnx/model.onnx
                90.4M onnx/model_O1.onnx
                45.2M onnx/model_O4.onnx
                23.0M onnx/model_qint8_arm64.onnx
                23.0M onnx/model_quint8_avx2.onnx
                90.3M openvino/openvino_model.bin
                211K openvino/openvino_model.xml
                22.9M openvino/openvino_model_qint8_quantized.bin
                368K openvino/openvino_model_qint8_quantized.xml
                1K modules.json
                1K 1_Pooling/config.json
                3.1M 2_Dense/model.safetensors
                1K config.json
                466K tokenizer.json
                """);
        add("tts-with-a-codec", """
                1.829G model.safetensors
                682M speech_tokenizer/model.safetensors
                1K speech_tokenizer/config.json
                1K config.json
                2.8M vocab.json
                """);
        add("tts-of-many-files", """
                28M campplus.onnx
                496M speech_tokenizer_v2.onnx
                451M flow.pt
                83M hift.pt
                2.023G llm.pt
                988M CosyVoice-BlankEN/model.safetensors
                1K CosyVoice-BlankEN/config.json
                """);
        add("deepseek", """
                4.3G model-%05d-of-000163.safetensors 1..163
                8.9M model.safetensors.index.json
                1K config.json
                7.8M tokenizer.json
                """);
        add("fine-tune", """
                168M adapter_model.safetensors
                1K adapter_config.json
                11M tokenizer.json
                5K training_args.bin
                168M checkpoint-500/adapter_model.safetensors
                1K checkpoint-500/adapter_config.json
                336M checkpoint-500/optimizer.pt
                1K checkpoint-500/scheduler.pt
                14K checkpoint-500/rng_state_0.pth
                11M checkpoint-500/tokenizer.json
                168M checkpoint-1000/adapter_model.safetensors
                1K checkpoint-1000/adapter_config.json
                336M checkpoint-1000/optimizer.pt
                12G global_step1000/bf16_zero_pp_rank_0_mp_rank_00_optim_states.pt
                """);
        add("checkpoints-only", """
                3.0G checkpoint-900/model.safetensors
                6.0G checkpoint-900/optimizer.pt
                3.0G checkpoint-1000/model.safetensors
                6.0G checkpoint-1000/optimizer.pt
                """);
        add("video-old", """
                25.6G t2v-720p/transformers/mp_rank_00_model_states.pt
                13.2G t2v-720p/transformers/mp_rank_00_model_states_fp8.pt
                986M t2v-720p/vae/pytorch_model.pt
                1K t2v-720p/vae/config.json
                """);
        add("resharded", """
                5.0G model-%05d-of-00002.safetensors 1..2
                3.3G model-%05d-of-00003.safetensors 1..2
                24K model.safetensors.index.json
                168M adapter_model.safetensors
                1K config.json
                """);
        add("only-distributed", """
                8.1G weights/__0_0.distcp
                8.1G weights/__1_0.distcp
                1K context/model.yaml
                """);
        add("adapters", """
                25M math/adapter_model.safetensors
                1K math/adapter_config.json
                25M law/adapter_model.safetensors
                1K law/adapter_config.json
                """);
        add("onnx-web", """
                1.0M onnx/decoder_model_merged.onnx
                4.9G onnx/decoder_model_merged.onnx_data
                1.2M onnx/decoder_model_merged_fp16.onnx
                2.5G onnx/decoder_model_merged_fp16.onnx_data
                0.6M onnx/decoder_model_merged_q4.onnx
                1.7G onnx/decoder_model_merged_q4.onnx_data
                0.6M onnx/decoder_model_merged_q4f16.onnx
                1.0G onnx/decoder_model_merged_q4f16.onnx_data
                1.3G onnx/decoder_model_merged_int8.onnx
                1.3G onnx/decoder_model_merged_uint8.onnx
                1.3G onnx/decoder_model_merged_quantized.onnx
                1.7G onnx/decoder_model_merged_bnb4.onnx
                1.1G onnx/embed_tokens.onnx
                0.55G onnx/embed_tokens_fp16.onnx
                0.28G onnx/embed_tokens_int8.onnx
                0.39G onnx/vision_encoder.onnx
                0.1G onnx/vision_encoder_q4.onnx
                0.09G onnx/vision_encoder_q4f16.onnx
                1K config.json
                2.1M tokenizer.json
                """);
        add("onnx-by-device", """
                26M cpu/cpu-int4/model.onnx
                2.7G cpu/cpu-int4/model.onnx.data
                1K cpu/cpu-int4/genai_config.json
                26M cuda/cuda-fp16/model.onnx
                7.6G cuda/cuda-fp16/model.onnx.data
                1K cuda/cuda-fp16/genai_config.json
                1K config.json
                """);
        add("ggml", """
                78M ggml-tiny.bin
                32M ggml-tiny-q5_1.bin
                148M ggml-base.bin
                3.1G ggml-large-v3.bin
                1.08G ggml-large-v3-q5_0.bin
                38M ggml-base-encoder.mlmodelc.zip
                """);
        add("ggml-old", """
                3.79G llama-2-7b-chat.ggmlv3.q4_0.bin
                4.08G llama-2-7b-chat.ggmlv3.q4_K_M.bin
                4.78G llama-2-7b-chat.ggmlv3.q5_K_M.bin
                7.16G llama-2-7b-chat.ggmlv3.q8_0.bin
                1K config.json
                """);
        add("ggml-in-pieces", """
                4.07G 13B/ggml-model-q4_0.bin
                4.07G 13B/ggml-model-q4_0.bin.1
                13.0G 13B/ggml-model-f16.bin
                13.0G 13B/ggml-model-f16.bin.1
                500K tokenizer.model
                """);
        add("controlnets", """
                1.45G control_v11p_sd15_canny.pth
                723M control_v11p_sd15_canny_fp16.safetensors
                1.45G control_v11f1p_sd15_depth.pth
                723M control_v11f1p_sd15_depth_fp16.safetensors
                723M control_v11p_sd15_tile_fp16.safetensors
                1K control_v11p_sd15_canny.yaml
                """);
        add("loras", """
                151M pixel-art.safetensors
                151M watercolour.safetensors
                75M styles/ink_fp16.safetensors
                151M styles/ink.safetensors
                """);
        add("sizes-in-folders", """
                470M model_small/model.safetensors
                470M model_small/pytorch_model.bin
                1K model_small/config.json
                2.2G model_large/model.safetensors
                1K model_large/config.json
                """);
        add("embeddings-in-sizes", """
                133M small/model.safetensors
                17M small/tokenizer.json
                133M small/onnx/model.onnx
                34M small/onnx/model_quantized.onnx
                438M base/model.safetensors
                17M base/tokenizer.json
                """);
        add("whisper-cpp", """
                148M ggml-base.bin
                148M ggml-base.en.bin
                60M ggml-base.en-q5_1.bin
                1.62G ggml-large-v3-turbo.bin
                574M ggml-large-v3-turbo-q5_0.bin
                874M ggml-large-v3-turbo-q8_0.bin
                """);
        add("llamafile", """
                4.4G Mistral-7B.Q4_K_M.llamafile
                7.8G Mistral-7B.Q8_0.llamafile
                2.9G Mistral-7B.Q2_K.llamafile
                """);
        add("edge", """
                555M Gemma3-1B-IT_int4.task
                1.0G gemma3-1b-it-int8.litertlm
                689M gemma3-1b.tflite
                1.9G gemma3-1b_rk3588.rkllm
                700M gemma3-1b.hef
                4.7M tokenizer.model
                """);
        add("nemo", """
                2.47G parakeet-tdt.nemo
                1K README.md
                """);
        add("uqff", """
                4.9G model-q4k-0.uqff
                8.5G model-q8_0-0.uqff
                1.1G residual.safetensors
                1K config.json
                """);
        add("ctranslate2", """
                3.087G model.bin
                2K config.json
                2.5M tokenizer.json
                1M vocabulary.json
                """);
        add("coreml", """
                10K tiny/AudioEncoder.mlmodelc/model.mil
                12.9M tiny/AudioEncoder.mlmodelc/weights/weight.bin
                1K tiny/AudioEncoder.mlmodelc/metadata.json
                10K tiny/TextDecoder.mlmodelc/model.mil
                59.2M tiny/TextDecoder.mlmodelc/weights/weight.bin
                1K tiny/config.json
                105K Segmenter.mlpackage/Data/com.apple.CoreML/model.mlmodel
                97M Segmenter.mlpackage/Data/com.apple.CoreML/weights/weight.bin
                1K Segmenter.mlpackage/Manifest.json
                """);
        add("unknown", """
                750M model.xyzw
                180M demo.mp4
                30M small.xyzw
                1K config.json
                """);
        add("quants", """
                4.92G Llama-8B-Q4_K_M.gguf
                4.69G Llama-8B-UD-Q4_K_XL.gguf
                8.54G Llama-8B-Q8_0.gguf
                3.18G Llama-8B-Q2_K.gguf
                5.4G BF16/Llama-8B-BF16-%05d-of-00003.gguf 1..3
                0.9G mmproj-F16.gguf
                1.8G mmproj-F32.gguf
                4.9M imatrix.dat
                """);
        add("saved-model", """
                8M saved_model.pb
                1G variables/variables.data-00000-of-00001
                9K variables/variables.index
                90K keras_metadata.pb
                1K fingerprint.pb
                200K assets/vocab.txt
                1K README.md
                """);
        add("saved-models-in-folders", """
                8M small/1/saved_model.pb
                1G small/1/variables/variables.data-%05d-of-00002 0..1
                9K small/1/variables/variables.index
                8M large/saved_model.pb
                4G large/variables/variables.data-00000-of-00001
                9K large/variables/variables.index
                """);
        add("saved-model-beside", """
                1G model.safetensors
                1K config.json
                8M saved_model/1/saved_model.pb
                1G saved_model/1/variables/variables.data-00000-of-00001
                9K saved_model/1/variables/variables.index
                """);
        add("tensorflow-of-old", """
                1G bert_model.ckpt.data-00000-of-00001
                9K bert_model.ckpt.index
                900K bert_model.ckpt.meta
                1K bert_config.json
                230K vocab.txt
                """);
        add("mlc", """
                1K mlc-chat-config.json
                120K ndarray-cache.json
                9M tokenizer.json
                130M params_shard_0.bin
                33M params_shard_%d.bin 1..58
                2M params_shard_59.bin
                """);
        add("engines", """
                8G rank%d.engine 0..1
                1K config.json
                """);
        add("ranks", """
                2G model-rank-0-part-%d.safetensors 0..1
                2G model-rank-1-part-%d.safetensors 0..1
                1K config.json
                """);
        add("distributed-states", """
                4G mp_rank_%02d_model_states.pt 0..3
                1K config.json
                """);
        add("orbax", """
                1K 2b/_METADATA
                50K 2b/checkpoint
                1K 2b/manifest.ocdbt
                1G 2b/d/aaaa000%d 1..2
                1G 2b/ocdbt.process_0/d/bb
                2G 7b/d/cc
                1K 7b/manifest.ocdbt
                4M tokenizer.model
                """);
        add("whisperkit", """
                16M openai_whisper-tiny/AudioEncoder.mlmodelc/weights/weight.bin
                10K openai_whisper-tiny/AudioEncoder.mlmodelc/model.mil
                50M openai_whisper-tiny/TextDecoder.mlmodelc/weights/weight.bin
                300K openai_whisper-tiny/MelSpectrogram.mlmodelc/weights/weight.bin
                1K openai_whisper-tiny/config.json
                1G openai_whisper-large-v3/AudioEncoder.mlmodelc/weights/weight.bin
                1G openai_whisper-large-v3/TextDecoder.mlmodelc/weights/weight.bin
                1K openai_whisper-large-v3/config.json
                """);
        add("layers", """
                500M layers.%d.safetensors 0..30
                200M layers.31.safetensors
                1K config.json
                """);
        add("voices", """
                327M kokoro-v1_0.pth
                500K voices/af_%d.pt 0..26
                500K voices/am_adam.pt
                1K config.json
                """);
        add("with-samples", """
                1G model.safetensors
                1K config.json
                33M tokenizer.json
                50M data/part-%03d.jsonl 0..99
                3M images/%02d.png 0..79
                90M runs/events.log
                """);
        add("t5x", """
                50K checkpoint_1000/checkpoint
                1K checkpoint_1000/target.encoder.w/.zarray
                1G checkpoint_1000/target.encoder.w/0.%d 0..1
                1K checkpoint_1000/target.decoder.w/.zarray
                1G checkpoint_1000/target.decoder.w/0.0
                50K checkpoint_500/checkpoint
                1K checkpoint_500/target.encoder.w/.zarray
                1G checkpoint_500/target.encoder.w/0.%d 0..1
                1K checkpoint_500/target.decoder.w/.zarray
                1G checkpoint_500/target.decoder.w/0.0
                4M tokenizer.model
                """);
        add("ranks-in-folders", """
                5G release/mp_rank_%02d/model_optim_rng.pt 0..3
                1K latest_checkpointed_iteration.txt
                """);
        add("pipeline-ranks", """
                5G iter_0000500/tp_rank_00_pp_rank_%03d/model.safetensors 0..1
                5G iter_0000500/tp_rank_01_pp_rank_%03d/model.safetensors 0..1
                1K config.json
                """);
        add("stable-diffusion-coreml", """
                246M original/compiled/TextEncoder.mlmodelc/weights/weight.bin
                1.719G original/compiled/Unet.mlmodelc/weights/weight.bin
                99M original/compiled/VAEDecoder.mlmodelc/weights/weight.bin
                1M original/compiled/merges.txt
                246M split_einsum/compiled/TextEncoder.mlmodelc/weights/weight.bin
                1.719G split_einsum/compiled/Unet.mlmodelc/weights/weight.bin
                99M split_einsum/compiled/VAEDecoder.mlmodelc/weights/weight.bin
                246M split_einsum/packages/Stable_Diffusion_v1-4_text_encoder.mlpackage/Data/weight.bin
                1.719G split_einsum/packages/Stable_Diffusion_v1-4_unet.mlpackage/Data/weight.bin
                99M split_einsum/packages/Stable_Diffusion_v1-4_vae_decoder.mlpackage/Data/weight.bin
                """);
        add("keras-with-saved-model", """
                1.0G tf_model.h5
                8M saved_model/1/saved_model.pb
                1.0G saved_model/1/variables/variables.data-00000-of-00001
                9K saved_model/1/variables/variables.index
                1K config.json
                """);
        add("training-states", """
                2.2G epoch_%d/model.safetensors 1..3
                1K epoch_1/config.json
                1K config.json
                """);
        add("kohya", """
                151M style-00000%d.safetensors 2..8
                151M style.safetensors
                """);
        add("safetensors-with-gguf", """
                16.06G model.safetensors
                4.92G model-Q4_K_M.gguf
                8.54G model-Q8_0.gguf
                1K config.json
                """);
    }

    private PublishedRepos() {}

    /** What they are called. */
    public static Set<String> names() {
        return LISTINGS.keySet();
    }

    /** Size by path of one of them. */
    public static Map<String, Long> listing(String name) {
        Map<String, Long> files = new LinkedHashMap<>();
        String listing = LISTINGS.get(name);
        if (listing == null) {
            throw new IllegalArgumentException("There is no " + name);
        }
        listing.lines().forEach(line -> addTo(files, line.split(" ")));
        return files;
    }

    /** One of them, to be listed and planned, with indexes that say what they are to say. */
    public static RepoBuilder repo(String id, String name) {
        RepoBuilder repo = StandInRepo.model(id);
        Map<String, Long> files = listing(name);
        files.forEach((path, bytes) -> repo.file(path, content(path, bytes, files.keySet())));
        return repo;
    }

    private static Content content(String path, long bytes, Set<String> all) {
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        String name = path.substring(folder.length());
        int index = name.indexOf(".index.");
        if (index > 0) {
            return Content.of(shardIndex(folder, name.substring(0, name.indexOf('.')), all));
        }
        return switch (name) {
            case "model_index.json" -> Content.of(partIndex(all));
            case "modules.json" ->
                Content.of("[{\"idx\": 0, \"path\": \"\"}, {\"path\": \"1_Pooling\"}, {\"path\": \"2_Dense\"}]");
            case "config.json" -> Content.of("{\"model_type\": \"llama\"}");
            default ->
                bytes < 1_000_000
                        ? Content.generated(path.hashCode(), bytes)
                        : Content.hollow(head(path, bytes), bytes);
        };
    }

    /** No two files have the same tensors, but copies have as many numbers. */
    private static byte[] head(String path, long bytes) {
        boolean full = path.contains("fp32");
        return path.endsWith(".safetensors")
                ? SafetensorsFiles.head(path + ".weight", full ? "F32" : "BF16", full ? 4 : 2, bytes - 4_000)
                : new byte[] {'h', 'o', 'l', 'l', 'o', 'w'};
    }

    private static String shardIndex(String folder, String stem, Set<String> all) {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.putObject("metadata").put("total_size", 1);
        ObjectNode map = index.putObject("weight_map");
        all.stream()
                .filter(path -> path.startsWith(folder + stem) && path.contains("-of-"))
                .collect(Collectors.groupingBy(path -> path.replaceFirst(".*-of-0*(\\d+)\\..*", "$1")))
                .forEach((shards, paths) -> {
                    if (paths.size() >= Integer.parseInt(shards)) { // others are left of an earlier upload
                        paths.forEach(path -> map.put("layer." + path, path.substring(folder.length())));
                    }
                });
        return index.toString();
    }

    /** Diffusers names what it loads; the other folders are left from elsewhere. */
    private static String partIndex(Set<String> all) {
        ObjectNode index = JsonNodeFactory.instance.objectNode().put("_class_name", "Pipeline");
        PARTS.stream()
                .filter(part -> all.stream().anyMatch(path -> path.startsWith(part + "/")))
                .forEach(part -> index.putArray(part).add("diffusers").add("Part"));
        index.putArray("image_encoder").addNull().addNull();
        return index.toString();
    }

    private static void add(String name, String listing) {
        LISTINGS.put(name, listing);
    }

    private static void addTo(Map<String, Long> files, String... parts) {
        String size = parts[0];
        int zeros = switch (size.charAt(size.length() - 1)) {
            case 'K' -> 3;
            case 'M' -> 6;
            default -> 9;
        };
        long bytes = new BigDecimal(size.substring(0, size.length() - 1))
                .scaleByPowerOfTen(zeros)
                .longValueExact();
        String[] range = parts.length > 2 ? parts[2].split("\\.\\.") : new String[] {"0", "0"};
        for (int i = Integer.parseInt(range[0]); i <= Integer.parseInt(range[1]); i++) {
            files.put(String.format(parts[1], i), bytes);
        }
    }
}
