"""PyTorch: torch_bench.py 28-300-2 THREADS WARM SECONDS TASK…, and what it prints, are as NetBench.java has them."""

import ctypes
import json
import platform
import sys
import time

import torch

ROWS = 1 << 14
PREDICTED_ROWS = 1024
CHECKED_STEP = 20
LEARNING_RATE, DECAYS = 0.001, (0.9, 0.99)
SPREAD = 1.7
PARAMS_FROM = 1 << 24


def main() -> None:
    """Measure the tasks one after the other."""
    widths = [int(width) for width in sys.argv[1].split("-")]
    torch.set_num_threads(int(sys.argv[2]))
    warm, seconds = float(sys.argv[3]), float(sys.argv[4])
    features = SPREAD * signed(0, ROWS * widths[0]).reshape(ROWS, widths[0])
    targets = features[:, : max(2, widths[-1])].argmax(1)
    version = f"PyTorch {torch.__version__}, Python {platform.python_version()}, {kernel()}"
    print(json.dumps({"version": version}), flush=True)
    for task in sys.argv[5:]:
        if task == "predict":
            rows, run = PREDICTED_ROWS, predicting(net(widths), features)
        else:
            rows, run = int(task), training(net(widths), features, targets, int(task))
        for number in range(CHECKED_STEP):
            answer = run(number)
        answer = (answer[:, 0].mean() if answer.ndim else answer).item()
        repeat(run, warm)
        cpu, wall = time.process_time(), time.perf_counter()
        times = repeat(run, seconds)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        print(json.dumps({"task": task, "rows": times * rows, "cpu": cpu, "wall": wall, "answer": answer}), flush=True)


def signed(first: int, count: int) -> torch.Tensor:
    """Numbers in [-1, 1] that look drawn."""
    bits = torch.arange(first, first + count) * 2654435761 & 0xFFFFFFFF
    bits ^= bits >> 16
    bits = bits * 2246822519 & 0xFFFFFFFF
    bits ^= bits >> 13
    return (bits.double() / 2**31 - 1).float()


def net(widths: list[int]) -> torch.nn.Sequential:
    """Layers, the params of which lie in NetBench's order, each layer's weights [inputs x outputs] before biases."""
    layers, at = [], PARAMS_FROM
    for inputs, outputs in zip(widths, widths[1:]):
        dense = torch.nn.Linear(inputs, outputs)
        weights = (6 / (inputs + outputs)) ** 0.5 * signed(at, inputs * outputs)
        with torch.no_grad():
            dense.weight.copy_(weights.reshape(inputs, outputs).T)
            dense.bias.zero_()
        at += (inputs + 1) * outputs
        layers += [dense, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def training(model: torch.nn.Sequential, features: torch.Tensor, targets: torch.Tensor, rows: int):
    """Makes a step, which returns its mean loss."""
    yes_no = model[-1].out_features == 1
    loss_of = torch.nn.BCEWithLogitsLoss() if yes_no else torch.nn.CrossEntropyLoss()
    targets = targets.float()[:, None] if yes_no else targets
    batches = [
        (features[first : first + rows].clone(), targets[first : first + rows].clone())
        for first in range(0, ROWS, rows)
    ]
    # foreach: all params in one call of each operation
    optimizer = torch.optim.Adam(model.parameters(), LEARNING_RATE, DECAYS, foreach=True)

    def step(number: int) -> torch.Tensor:
        inputs, wanted = batches[number % len(batches)]
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(model(inputs), wanted)
        loss.backward()
        optimizer.step()
        return loss

    return step


def predicting(model: torch.nn.Sequential, features: torch.Tensor):
    """Makes the probabilities of 1,024 rows."""
    batches = [features[first : first + PREDICTED_ROWS].clone() for first in range(0, ROWS, PREDICTED_ROWS)]
    yes_no = model[-1].out_features == 1

    def predict(number: int) -> torch.Tensor:
        with torch.inference_mode():
            outputs = model(batches[number % len(batches)])
            return torch.sigmoid(outputs) if yes_no else torch.softmax(outputs, 1)

    return predict


def repeat(run, seconds: float) -> int:
    """How often it could be done in so many CPU seconds."""
    end = time.process_time() + seconds
    times = 0
    while time.process_time() < end:
        run(CHECKED_STEP + times)
        times += 1
    return times


def kernel() -> str:
    """What multiplies matrices, if it is an OpenBLAS."""
    torch.ones(64, 64) @ torch.ones(64, 64)  # loads it
    with open("/proc/self/maps", encoding="utf-8") as maps:
        paths = {line.split()[-1] for line in maps if "libopenblas" in line}
    for path in sorted(paths):
        library = ctypes.CDLL(path)
        library.openblas_get_corename.restype = library.openblas_get_config.restype = ctypes.c_char_p
        version = " ".join(library.openblas_get_config().decode().split()[:2])
        return f"{version} {library.openblas_get_corename().decode()}"
    return "no OpenBLAS"


if __name__ == "__main__":
    main()
