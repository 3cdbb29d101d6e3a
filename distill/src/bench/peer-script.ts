/**
 * The same steps in PyTorch. Standard input: a line `{"courses": {...}, "threads": n}`, answered by what the peer is; then
 * lines `{"course", "updates", "threads"}`, each answered by milliseconds an update.
 */
export const peerScript = `
import json, sys, time
import torch
from torch import nn
import torch.nn.functional as F

def blas():
    try:
        with open("/proc/self/maps") as maps:
            paths = {line.split()[-1] for line in maps if "/" in line}
    except OSError:
        return "unknown"
    for name in ("openblas", "mkl", "blis"):
        if any(name in path for path in paths):
            return name
    if torch.backends.mkl.is_available():
        return "mkl"
    return "reference" if any("/libblas" in path for path in paths) else "unknown"

class Lora(nn.Module):
    def __init__(self, base, rank, scale):
        super().__init__()
        self.base, self.scale = base, scale
        self.a = nn.Parameter(torch.empty(rank, base.in_features).uniform_(-1, 1) / base.in_features ** 0.5)
        self.b = nn.Parameter(torch.full((base.out_features, rank), 1e-4))

    def forward(self, x):
        return self.base(x) + F.linear(F.linear(x, self.a) * self.scale, self.b)

class Block(nn.Module):
    def __init__(self, width, heads, rank):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.q, self.k, self.v, self.out = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.requires_grad_(False)
        self.q, self.v = Lora(self.q, rank, 2.0), Lora(self.v, rank, 2.0)

    def attend(self, x):
        batch, tokens, width = x.shape
        split = lambda y: y.view(batch, tokens, self.heads, width // self.heads).transpose(1, 2)
        q, k, v = split(self.q(x)), split(self.k(x)), split(self.v(x))
        scores = (q @ k.transpose(2, 3)) * (width // self.heads) ** -0.5
        return self.out((scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, tokens, width))

    def forward(self, x):
        x = x + self.attend(self.norm1(x))
        return x + self.down(F.gelu(self.up(self.norm2(x))))

class Transformer(nn.Module):
    def __init__(self, width, heads, blocks, logits, rank, **_):
        super().__init__()
        self.blocks = nn.Sequential(*(Block(width, heads, rank) for _ in range(blocks)))
        self.norm = nn.LayerNorm(width).requires_grad_(False)
        self.head = nn.Linear(width, logits)

    def forward(self, x):
        return self.head(self.norm(self.blocks(x)).mean(1))

def mlp(input, hidden, logits, **_):
    return nn.Sequential(nn.Linear(input, hidden), nn.ReLU(), nn.Linear(hidden, logits))

class Course:
    def __init__(self, kind, sizes, temperature, rate):
        torch.manual_seed(1)
        self.model = mlp(**sizes) if kind == "mlp" else Transformer(**sizes)
        shape = [sizes["batch"]] + ([sizes["input"]] if kind == "mlp" else [sizes["tokens"], sizes["width"]])
        self.data = [(torch.rand(shape) * 2 - 1, torch.rand(sizes["batch"], sizes["logits"]) * 6 - 3) for _ in range(16)]
        self.trained = [weight for weight in self.model.parameters() if weight.requires_grad]
        self.optimizer = torch.optim.AdamW(self.trained, lr=rate, weight_decay=0.01)
        self.temperature, self.done = temperature, 0

    def update(self):
        x, teacher = self.data[self.done % len(self.data)]
        self.done += 1
        self.optimizer.zero_grad(set_to_none=True)
        t = self.temperature
        student = F.log_softmax(self.model(x) / t, -1)
        loss = F.kl_div(student, F.log_softmax(teacher / t, -1), reduction="batchmean", log_target=True) * t * t
        loss.backward()
        nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimizer.step()

    def time(self, updates):
        start = time.perf_counter()
        for _ in range(updates):
            self.update()
        return (time.perf_counter() - start) * 1000 / updates

def answer(value):
    print(json.dumps(value), flush=True)

settings = json.loads(sys.stdin.readline())
torch.set_num_threads(settings["threads"])
courses = {name: Course(**course) for name, course in settings["courses"].items()}
answer({"version": torch.__version__, "blas": blas()})
for line in sys.stdin:
    request = json.loads(line)
    course = courses[request["course"]]
    if torch.get_num_threads() != request["threads"]:
        torch.set_num_threads(request["threads"])
        course.update()
    answer(course.time(request["updates"]))
`;
