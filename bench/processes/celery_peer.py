"""Celery on a local Redis, when it is installed: submits tasks that do nothing, runs a worker for some seconds, and says how fast both went."""
import json
import os
import subprocess
import sys
import time

from celery import Celery

port = os.environ["BENCH_REDIS_PORT"]
app = Celery("celery_peer", broker=f"redis://127.0.0.1:{port}/2", backend=f"redis://127.0.0.1:{port}/1")
# As fast as it goes without losing work: acknowledged late, many fetched ahead, no events.
app.conf.update(task_acks_late=True, worker_prefetch_multiplier=64, broker_connection_retry_on_startup=True)


@app.task(name="no_op")
def no_op(n, text):
    return {"ok": True}


def start_worker(pool, concurrency):
    command = [sys.executable, "-m", "celery", "-A", "celery_peer", "worker", "--pool", pool, "--concurrency", concurrency]
    flags = ["--loglevel", "ERROR", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    here = os.path.dirname(os.path.abspath(__file__))
    return subprocess.Popen(command + flags, cwd=here, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def measure(jobs, pool, concurrency, within):
    from redis import Redis

    results = Redis(port=int(port), db=1)
    # What an earlier run left of its queue goes too.
    for store in (results, Redis(port=int(port), db=2)):
        store.flushdb()
    text = ("lorem ipsum " * 9)[:100]
    began = time.monotonic()
    with app.producer_pool.acquire(block=True) as producer:
        for n in range(jobs):
            no_op.apply_async((n, text), producer=producer)
    submitted = jobs / (time.monotonic() - began)
    worker = start_worker(pool, concurrency)
    while results.dbsize() == 0:
        time.sleep(0.005)
    began = time.monotonic()
    while (done := results.dbsize()) < jobs and time.monotonic() - began < within:
        time.sleep(0.01)
    drained = done / (time.monotonic() - began)
    worker.terminate()
    worker.wait()
    return {"submittedPerSecond": submitted, "drainedPerSecond": drained}


if __name__ == "__main__":
    _, jobs, pool, concurrency, within = sys.argv
    print(json.dumps(measure(int(jobs), pool, concurrency, float(within))))
