"""Make the files of the model again: ``python -m retrieval.meaning.export FOLDER``.

FOLDER holds the published files model.safetensors, config.json and tokenizer.json. This needs the
extra "model", and writes the same bytes each time with the versions that docs/model.md names.
"""

from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import click

from retrieval.meaning.minilm import GRAPH, WEIGHTS

# Of model.safetensors, as published.
PUBLISHED = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
OPSET = 17  # of ONNX
EXTERNAL = {  # the weights go to a file of their own, which onnxruntime maps into memory
    "session.optimized_model_external_initializers_file_name": WEIGHTS,
    "session.optimized_model_external_initializers_min_size_in_bytes": "1024",
}


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--output", default=Path(__file__).parent / "model", type=click.Path(path_type=Path))
def export(folder: Path, output: Path) -> None:
    """Write the model's files, made from the published ones in FOLDER."""
    try:
        found = sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    except OSError as error:
        raise click.FileError("model.safetensors", str(error)) from error
    if found != PUBLISHED:
        raise click.ClickException(f"model.safetensors is another file: its SHA-256 is {found}")
    output.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place:
        plain, quantized = Path(place, "plain.onnx"), Path(place, "quantized.onnx")
        _write_graph(folder, plain)
        _quantize(plain, quantized)
        _write_simplified(quantized, output / GRAPH)
    copyfile(folder / "tokenizer.json", output / "tokenizer.json")
    for name in (GRAPH, WEIGHTS, "tokenizer.json"):
        click.echo(f"{sha256((output / name).read_bytes()).hexdigest()}  {name}")


def _write_graph(folder: Path, path: Path) -> None:
    """Write the model in ONNX, with the mean over a text's tokens, scaled to length 1."""
    # In the extra "model" only.
    import torch
    from transformers import AutoModel

    class Vectors(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = AutoModel.from_pretrained(folder, attn_implementation="eager")

        def forward(self, tokens: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            kinds = torch.zeros_like(tokens)
            hidden = self.model(tokens, mask, token_type_ids=kinds).last_hidden_state
            kept = mask.unsqueeze(-1).to(hidden.dtype)
            return torch.nn.functional.normalize((hidden * kept).sum(1) / kept.sum(1), dim=1)

    example = torch.ones(2, 16, dtype=torch.long), torch.ones(2, 16, dtype=torch.long)
    inputs = ["input_ids", "attention_mask"]
    torch.onnx.export(
        Vectors().eval(),
        example,
        path,
        input_names=inputs,
        output_names=["vectors"],
        dynamic_axes={name: {0: "texts", 1: "tokens"} for name in inputs}
        | {"vectors": {0: "texts"}},
        opset_version=OPSET,
        dynamo=False,
    )


def _quantize(plain: Path, quantized: Path) -> None:
    """Write the model with weights of 8 bits and a scale for each channel."""
    # It needs onnx, which is in the extra "model" only.
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(plain, quantized, weight_type=QuantType.QInt8, per_channel=True)


def _write_simplified(quantized: Path, path: Path) -> None:
    """Write the model with all constant parts computed, and its weights beside it."""
    # Optional, and slow to import.
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(path)
    for name, value in EXTERNAL.items():
        options.add_session_config_entry(name, value)
    onnxruntime.InferenceSession(quantized, options, providers=["CPUExecutionProvider"])


if __name__ == "__main__":
    export()
