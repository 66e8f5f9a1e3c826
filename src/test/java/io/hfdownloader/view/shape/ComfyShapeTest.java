package io.hfdownloader.view.shape;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ComfyShapeTest {

    @ParameterizedTest
    @CsvSource({
        "vae/diffusion_pytorch_model.fp16.safetensors, false, vae",
        "ae.safetensors, false, vae",
        "split_files/vae/wan_2.1_vae.safetensors, false, vae",
        "text_encoder_2/model.safetensors, true, text_encoders",
        "t5xxl_fp16.safetensors, false, text_encoders",
        "clip_l.safetensors, false, text_encoders",
        "unet/diffusion_pytorch_model.safetensors, false, diffusion_models",
        "transformer/diffusion_pytorch_model.safetensors, true, diffusion_models",
        "image_encoder/model.safetensors, false, clip_vision",
        "clip_vision_h.safetensors, false, clip_vision",
        "pytorch_lora_weights.safetensors, false, loras",
        "sd_xl_base_1.0.safetensors, false, checkpoints",
        "flux1-dev.sft, false, checkpoints",
        "model.safetensors, false, ",
        "adapter_model.safetensors, false, ",
        "consolidated.00.safetensors, false, ",
        "gpt-like.safetensors, true, ",
        "safety_checker/model.safetensors, false, ",
        "LAYER/x.safetensors, false, ",
    })
    void thePathTellsTheKind(String path, boolean language, @Nullable String folder) {
        assertThat(ComfyShape.kind(path, language).orElse(null)).isEqualTo(folder);
    }
}
