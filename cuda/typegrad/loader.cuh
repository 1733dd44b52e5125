#ifndef TYPEGRAD_CUDA_LOADER_CUH
#define TYPEGRAD_CUDA_LOADER_CUH

#include <cuda_runtime_api.h>

#include <algorithm>
#include <cstddef>

#include "device_memory.cuh"

namespace typegrad::cuda {

// Batches on their way from the host: through pinned memory, on a stream of their own, into one of two places on the device.
// While kernels read one place, the next batch comes into the other; nothing is allocated on the way.
//   if (status s = l.bring(stream, x_size, t_size, fill); !s) return s;
//   ... kernels on that stream read l.x() and l.targets() ...
//   status s = l.release(stream);
template<class Target>
class loader {
public:
    loader() = default;
    ~loader() {
        if (stream_) (void)cudaStreamSynchronize(stream_);  // the places go
    }

    // Numbers of the largest batch.
    status open(std::size_t x_size, std::size_t t_size) {
        if (status s = check(cudaStreamCreateWithFlags(stream_.reset(), cudaStreamNonBlocking), "cannot make a stream"); !s) return s;
        for (place& p : places_)
            if (status s = p.open(x_size, t_size); !s) return s;
        return {};
    }
    // fill(x, t) writes the next batch; what is queued on `reader` from now on finds it on the device.
    template<class Fill>
    status bring(cudaStream_t reader, std::size_t x_size, std::size_t t_size, const Fill& fill) {
        here_ = 1 - here_;
        place& p = places_[here_];
        if (status s = check(cudaEventSynchronize(p.copied), "cannot wait for a copy"); !s) return s;
        fill(p.host_x.data(), p.host_t.data());
        if (status s = check(cudaStreamWaitEvent(stream_, p.released, 0), "cannot wait for the readers of a batch"); !s) return s;
        if (status s = check(cudaMemcpyAsync(p.x.data(), p.host_x.data(), x_size * sizeof(float), cudaMemcpyHostToDevice, stream_), "cannot copy the inputs"); !s) return s;
        if (t_size > 0)
            if (status s = check(cudaMemcpyAsync(p.t.data(), p.host_t.data(), t_size * sizeof(Target), cudaMemcpyHostToDevice, stream_), "cannot copy the targets"); !s) return s;
        if (status s = check(cudaEventRecord(p.copied, stream_), "cannot record a copy"); !s) return s;
        return check(cudaStreamWaitEvent(reader, p.copied, 0), "cannot wait for a copy");
    }
    // The batch that was brought last.
    const float* x() const { return places_[here_].x.data(); }
    const Target* targets() const { return places_[here_].t.data(); }
    // All that reads it is queued.
    status release(cudaStream_t reader) { return check(cudaEventRecord(places_[here_].released, reader), "cannot record the readers of a batch"); }

private:
    struct place {
        pinned_memory<float> host_x;
        pinned_memory<Target> host_t;
        device_memory<float> x;
        device_memory<Target> t;
        device_event copied, released;

        status open(std::size_t x_size, std::size_t t_size) {
            if (status s = host_x.allocate(x_size); !s) return s;
            if (status s = host_t.allocate(t_size); !s) return s;
            if (status s = x.allocate(x_size); !s) return s;
            if (status s = t.allocate(t_size); !s) return s;
            if (status s = check(cudaEventCreateWithFlags(copied.reset(), cudaEventDisableTiming), "cannot make an event"); !s) return s;
            return check(cudaEventCreateWithFlags(released.reset(), cudaEventDisableTiming), "cannot make an event");
        }
    };

    device_stream stream_;
    place places_[2];
    int here_ = 0;
};

// Results on their way to the host, through one of two places in pinned memory: while the host takes one, the next is made.
class unloader {
public:
    // Numbers of the largest batch.
    status open(std::size_t size) {
        for (place& p : places_) {
            if (status s = p.host.allocate(size); !s) return s;
            if (status s = check(cudaEventCreateWithFlags(p.copied.reset(), cudaEventDisableTiming), "cannot make an event"); !s) return s;
        }
        return {};
    }
    // Batch k, which is on the device when all is done that is queued on `writer`; batch k - 2 has been taken.
    status send(std::size_t k, cudaStream_t writer, const float* y, std::size_t size) {
        place& p = places_[k % 2];
        if (status s = check(cudaMemcpyAsync(p.host.data(), y, size * sizeof(float), cudaMemcpyDeviceToHost, writer), "cannot copy the outputs"); !s) return s;
        return check(cudaEventRecord(p.copied, writer), "cannot record a copy");
    }
    status take(std::size_t k, float* to, std::size_t size) {
        place& p = places_[k % 2];
        if (status s = check(cudaEventSynchronize(p.copied), "a kernel failed"); !s) return s;
        std::copy_n(p.host.data(), size, to);
        return {};
    }

private:
    struct place {
        pinned_memory<float> host;
        device_event copied;
    };
    place places_[2];
};

}

#endif
