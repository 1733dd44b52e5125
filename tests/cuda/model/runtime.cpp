#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include <typegrad/typegrad.hpp>

#include "check_failures.hpp"
#include "classifier.hpp"

// A model on a runtime without a GPU: what it does when, and what is left when something fails.
namespace {

using fake::check_failures, fake::said, fake::says;

// Samples whose numbers say which they are.
struct numbered {
    std::vector<float> x;
    std::vector<std::int32_t> labels;
    explicit numbered(std::size_t n) : x(2 * n), labels(n) {
        std::iota(x.begin(), x.end(), 0.0f);
        for (std::size_t i = 0; i < n; ++i) labels[i] = static_cast<std::int32_t>(i);
    }
};
// What the kernel that trains has read, batch after batch, when its turn came.
std::vector<std::vector<float>> read_inputs;
std::vector<std::vector<std::int32_t>> read_labels;
template<class T>
T argument(void** arguments, int i) {
    return *static_cast<T*>(arguments[i]);
}
fake::kernel remember(std::string_view name, void** arguments) {
    if (name.find("chain_training_kernel") == std::string_view::npos) return {};
    const auto* const x = argument<const float*>(arguments, 1);
    const auto* const labels = argument<const std::int32_t*>(arguments, 2);
    const int n = argument<int>(arguments, 5);
    return [=] {
        read_inputs.emplace_back(x, x + 2 * n);
        read_labels.emplace_back(labels, labels + n);
    };
}

}

TEST_CASE("batches are copied while others are trained on, each whole, in the order of a trainer") {
    constexpr std::size_t n = 50, batch = 16;
    const numbered data(n);
    // Streams as late as can be, copies early, kernels early, all at once.
    for (unsigned eager = 0; eager < 4; ++eager) {
        CAPTURE(eager);
        fake::reset();
        fake::eager = eager;
        fake::on_launch = remember;
        read_inputs.clear();
        read_labels.clear();
        tg::cuda::model<classifier> there(batch);
        REQUIRE(there.state());
        for (int epoch = 0; epoch < 2; ++epoch) REQUIRE(there.epoch(data.x, data.labels));
        REQUIRE(there.wait());
        CHECK(fake::copies == 2 * 2 * 4);
        REQUIRE(read_inputs.size() == 8);
        for (std::size_t k = 0; k < 8; ++k) {
            const tg::permutation order(n, 1, k / 4);
            const std::size_t first = k % 4 * batch, some = std::min(batch, n - first);
            REQUIRE(read_labels[k].size() == some);
            for (std::size_t i = 0; i < some; ++i) {
                const auto expected = order(static_cast<std::uint32_t>(first + i));
                CHECK(read_labels[k][i] == static_cast<std::int32_t>(expected));
                CHECK(read_inputs[k][2 * i + 1] == data.x[2 * expected + 1]);
            }
        }
    }
    CHECK(fake::alive == 0);
}

TEST_CASE("the host does not wait for the kernels of the batch before") {
    fake::reset();
    fake::on_launch = remember;
    read_inputs.clear();
    const numbered data(32);
    tg::cuda::model<classifier> there(16);
    REQUIRE(there.epoch(data.x, data.labels));
    CHECK(read_inputs.empty());
    REQUIRE(there.wait());
    CHECK(read_inputs.size() == 2);
}

TEST_CASE("outputs come to the host while the next batch is inferred, each in its place") {
    constexpr std::size_t n = 50, batch = 16;
    const numbered data(n);
    for (unsigned eager = 0; eager < 4; ++eager) {
        CAPTURE(eager);
        std::size_t launched = 0, before_first = 0;
        fake::reset();
        fake::eager = eager;
        fake::on_launch = [&](std::string_view name, void** arguments) -> fake::kernel {
            if (name.find("chain_inference") == std::string_view::npos) return {};
            ++launched;
            return [&, x = argument<const float*>(arguments, 1), y = argument<float*>(arguments, 2), some = argument<int>(arguments, 3)] {
                if (before_first == 0) before_first = launched;
                for (int i = 0; i < some; ++i) std::fill_n(y + 4 * i, 4, x[2 * i]);
            };
        };
        tg::cuda::model<classifier> there(batch);
        for (int again = 0; again < 2; ++again) {
            std::vector<float> y(4 * n, -1.0f);
            REQUIRE(there.infer(data.x, y));
            for (std::size_t i = 0; i < 4 * n; ++i) CHECK(y[i] == data.x[i / 4 * 2]);
        }
        if (eager == 0) CHECK(before_first == 2);
    }
    CHECK(fake::alive == 0);
}

TEST_CASE("steps from the host leave its memory alone as soon as they return") {
    fake::reset();
    fake::on_launch = remember;
    read_inputs.clear();
    numbered data(4);
    tg::cuda::model<classifier> there(4);
    for (int step = 0; step < 5; ++step) {
        data.x.assign(8, static_cast<float>(step));
        REQUIRE(there.train_step(data.x, data.labels));
    }
    REQUIRE(there.wait());
    REQUIRE(read_inputs.size() == 5);
    for (std::size_t k = 0; k < 5; ++k) CHECK(read_inputs[k] == std::vector<float>(8, static_cast<float>(k)));
}

TEST_CASE("parameters of the host may change as soon as they are uploaded") {
    fake::reset();
    auto p = tg::initialize<mlp>(2), q = p;
    tg::cuda::model<classifier> there(4);
    REQUIRE(there.upload(p));
    p.flat()[0] += 1;
    const float before = q.flat()[0];
    REQUIRE(there.download(q));
    CHECK(q.flat()[0] == before);
}

TEST_CASE("all kernels are loaded when a model is made, none later") {
    fake::reset();
    const numbered data(4);
    std::vector<float> y(16);
    tg::cuda::model<classifier> there(4);
    REQUIRE(there.state());
    const std::size_t before = fake::loads;
    CHECK(before > 0);
    std::set<std::string> launched;
    fake::on_launch = [&](std::string_view name, void**) { return launched.emplace(name), fake::kernel(); };
    REQUIRE(there.infer(data.x, y));
    REQUIRE(there.train_step(data.x, data.labels));
    REQUIRE(there.train_steps(data.x.data(), data.labels.data(), 4, 1));
    REQUIRE(there.set_optimizer(tg::adam{}));
    CHECK(launched.size() == 7);
    for (const std::string& name : launched) CHECK(fake::loaded.count(name) == 1);
    CHECK(fake::loads == before);
}

TEST_CASE("nothing is allocated after a model is made") {
    fake::reset();
    const numbered data(50);
    tg::cuda::model<classifier> there(16);
    const std::size_t before = fake::alive;
    std::vector<float> y(200);
    for (int epoch = 0; epoch < 3; ++epoch) REQUIRE(there.epoch(data.x, data.labels));
    REQUIRE(there.infer(data.x, y));
    CHECK(fake::alive == before);
}

TEST_CASE("a model that has joined others averages between its gradient and its update") {
    static std::vector<std::string> done;
    static float *averaged = nullptr, *summed = nullptr;
    fake::reset();
    done.clear();
    fake::eager = 1;
    fake::on_launch = [](std::string_view name, void** arguments) -> fake::kernel {
        if (name.find("sum_kernel") != std::string_view::npos) {
            CHECK((done.size() == 1 || argument<const float*>(arguments, 0) == averaged));
            (done.size() == 1 ? averaged : summed) = argument<float*>(arguments, 3);
        }
        for (const char* part : {"chain_training", "sum_kernel", "update_kernel", "count_kernel"})
            if (name.find(part) != std::string_view::npos) done.emplace_back(part);
        return {};
    };
    somebody::asked = [](void* communicator, float* v, std::size_t n, void*) {
        CHECK(communicator == &done);
        CHECK(v == averaged);
        CHECK(n == mlp::parameter_count + 1);
        done.emplace_back("mean");
        return tg::status();
    };
    const numbered data(4);
    tg::cuda::model<one_of_many> there(4);
    REQUIRE(there.train_step(data.x, data.labels));
    CHECK(done == std::vector<std::string>{"chain_training", "sum_kernel", "update_kernel", "count_kernel"});
    CHECK(summed == nullptr);
    done.clear();
    REQUIRE(there.join(&done));
    REQUIRE(there.train_step(data.x, data.labels));
    CHECK(done == std::vector<std::string>{"chain_training", "sum_kernel", "mean", "sum_kernel", "update_kernel", "count_kernel"});
    CHECK((summed != nullptr && summed != averaged));
    done.clear();
    somebody::asked = [](void*, float*, std::size_t, void*) { return tg::status(tg::error::device, "others are gone"); };
    CHECK(says(there.train_step(data.x, data.labels), "others are gone"));
    CHECK(tg::cuda::model<classifier>(4).join(&done).code == tg::error::mismatch);
}

TEST_CASE("steps as a graph are recorded once, whatever the optimizer is told, and again for another call") {
    static std::vector<float> rates;
    static std::size_t trained = 0;
    fake::reset();
    rates.clear();
    trained = 0;
    fake::on_launch = [](std::string_view name, void** arguments) -> fake::kernel {
        if (name.find("chain_training") != std::string_view::npos) return [] { ++trained; };
        if (name.find("optimizer_kernel") != std::string_view::npos) return [to = argument<tg::adam*>(arguments, 0), o = argument<tg::adam>(arguments, 1)] { *to = o; };
        if (name.find("update_kernel") == std::string_view::npos) return {};
        return [o = argument<const tg::adam*>(arguments, 1)] { rates.push_back(o->learning_rate); };
    };
    tg::cuda::model<classifier> there(4);
    const numbered data(12);
    REQUIRE(there.train_steps(data.x.data(), data.labels.data(), 4, 3));
    const std::size_t made = fake::made;
    for (const float rate : {0.5f, 0.25f}) {
        tg::adam o{.learning_rate = rate};
        REQUIRE(there.set_optimizer(o));
        o.learning_rate = 7;  // what it is by now, nobody asks
        REQUIRE(there.train_steps(data.x.data(), data.labels.data(), 4, 3));
    }
    REQUIRE(there.wait());
    CHECK(fake::made == made);
    CHECK(trained == 9);
    CHECK(rates == std::vector<float>{0.001f, 0.001f, 0.001f, 0.5f, 0.5f, 0.5f, 0.25f, 0.25f, 0.25f});
    REQUIRE(there.train_steps(data.x.data(), data.labels.data(), 4, 2));
    REQUIRE(there.wait());
    CHECK(fake::made > made);
    CHECK(trained == 11);
}

TEST_CASE("models have streams of their own, and one that waits waits for itself") {
    static std::vector<const void*> done;
    fake::reset();
    done.clear();
    fake::on_launch = [](std::string_view name, void** arguments) -> fake::kernel {
        if (name.find("chain_training") == std::string_view::npos) return {};
        return [x = argument<const float*>(arguments, 1)] { done.push_back(x); };
    };
    const numbered one(4), other(4);
    tg::cuda::model<classifier> a(4), b(4);
    CHECK(a.stream() != b.stream());
    REQUIRE(a.train_step(one.x.data(), one.labels.data(), 4));
    REQUIRE(b.train_step(other.x.data(), other.labels.data(), 4));
    CHECK(done.empty());
    REQUIRE(b.wait());
    CHECK(done == std::vector<const void*>{other.x.data()});
    REQUIRE(a.wait());
    CHECK(done == std::vector<const void*>{other.x.data(), one.x.data()});
}

TEST_CASE("whatever fails is said with its line, and nothing is left behind") {
    check_failures([] { return said(tg::cuda::model<only_infers>(16).state()); });
    check_failures([] { return said(tg::cuda::model<reader>(16).state()); });
    const numbered data(20);
    check_failures([&] {
        tg::cuda::model<classifier> there(16);
        auto p = tg::initialize<mlp>(1);
        std::vector<float> y(80);
        float loss = 0;
        tg::status s = there.state();
        if (s) s = there.upload(p);
        if (s) s = there.epoch(data.x, data.labels);
        if (s) s = there.infer(data.x, y);
        if (s) s = there.train_steps(nullptr, nullptr, 4, 3);
        if (s) s = there.loss(loss);
        if (s) s = there.download(p);
        return said(s);
    });
}

TEST_CASE("what somebody else's call has said is not said of a launch") {
    fake::reset();
    const numbered data(4);
    tg::cuda::model<classifier> there(4);
    fake::fails_at = fake::calls;
    CHECK(cudaDeviceSynchronize() == cudaErrorMemoryAllocation);
    CHECK(there.train_step(data.x, data.labels));
    CHECK(cudaGetLastError() == cudaErrorMemoryAllocation);
}

TEST_CASE("devices that cannot do it, and calls that ask for nothing") {
    fake::reset();
    fake::devices = 0;
    CHECK(says(tg::cuda::model<classifier>().state(), "cuda: no GPU can be used: no CUDA-capable device is detected (/"));
    fake::reset();
    CHECK(says(tg::cuda::model<classifier>(16, 1).state(), "cuda: there is no device 1"));
    CHECK(says(tg::cuda::model<classifier>(16, -1).state(), "cuda: there is no device -1; count from 0"));
    fake::major = 7;
    CHECK(says(tg::cuda::model<classifier>().state(), "older than sm_80"));
    fake::reset();
    CHECK(tg::cuda::model<classifier>(0).state().code == tg::error::out_of_range);
    CHECK(tg::cuda::model<classifier>(std::size_t{1} << 40).state().code == tg::error::out_of_range);
    tg::cuda::model<classifier> there(16);
    CHECK(there.epoch({}, {}).code == tg::error::out_of_range);
    CHECK(there.train_step(std::vector<float>{}, std::vector<std::int32_t>{}).code == tg::error::out_of_range);
    CHECK(there.train_step(nullptr, nullptr, 0).code == tg::error::out_of_range);
    CHECK(there.train_steps(nullptr, nullptr, 0, 3).code == tg::error::out_of_range);
    CHECK(there.infer({}, {}).code == tg::error::out_of_range);
    CHECK(there.infer(nullptr, nullptr, 0).code == tg::error::out_of_range);
    CHECK(says(there.infer({}, {}), "cuda: a batch of no samples; give one at least"));
    CHECK(there.epoch(std::vector<float>(3), std::vector<std::int32_t>(1)).code == tg::error::mismatch);
    CHECK(tg::cuda::model<only_infers>(16).epoch(std::vector<float>(2), std::vector<float>(4)).code == tg::error::mismatch);
    CHECK(says(there.train_step(std::vector<float>(34), std::vector<std::int32_t>(17)), "cuda: a batch of 17 samples; the model was made for 16"));
    CHECK(says(there.train_step(nullptr, nullptr, 17), "cuda: a batch of 17 samples; the model was made for 16"));
    CHECK(says(tg::cuda::model<reader>(16).train_steps(nullptr, nullptr, 17, 2), "cuda: a batch of 17 samples; the model was made for 16"));
}

TEST_CASE("numbers on the device must begin where they can be read and written together") {
    fake::reset();
    std::size_t launches = 0;
    fake::on_launch = [&](std::string_view, void**) { return ++launches, fake::kernel(); };
    tg::cuda::model<only_infers> there(16);
    alignas(16) float x[64], y[64];
    CHECK(says(there.infer(x, y + 1, 4), "cuda: the outputs on the device do not begin at a multiple of 8 bytes; "));
    CHECK(launches == 0);
    CHECK(there.infer(x + 1, y, 4));  // two numbers a sample are read one by one
    CHECK(there.infer(x, y + 2, 4));
    CHECK(there.wait());
    tg::cuda::model<only_rows> rows(16);
    CHECK(says(rows.infer(x + 2, y, 4), "cuda: the inputs on the device do not begin at a multiple of 16 bytes; "));
    CHECK(rows.infer(x + 4, y + 1, 4));
    CHECK(rows.wait());
}

TEST_CASE("the device decides whether a chain runs as one or in blocks") {
    std::vector<std::string> done;
    const auto run = [&](int architecture, int bytes) {
        fake::reset();
        fake::architecture = architecture;
        fake::shared_bytes = bytes;
        done.clear();
        fake::on_launch = [&](std::string_view name, void**) -> fake::kernel {
            for (const char* part : {"chain_inference", "chain_training", "block_forward", "block_training"})
                if (name.find(part) != std::string_view::npos) done.emplace_back(part);
            return {};
        };
        tg::cuda::model<deep> there(16);
        if (!there.state()) return there.state();
        std::vector<float> x(32 * 16), y(8 * 16);
        if (tg::status s = there.infer(x, y); !s) return s;
        if (tg::status s = there.train_step(x, std::vector<std::int32_t>(16)); !s) return s;
        return there.wait();
    };
    CHECK(run(90, 227 << 10));
    CHECK(done == std::vector<std::string>{"chain_inference", "chain_training"});
    CHECK(run(86, 99 << 10));
    CHECK(done == std::vector<std::string>{"chain_inference", "block_training"});
    CHECK(run(86, 227 << 10));  // code for an older one
    CHECK(done == std::vector<std::string>{"chain_inference", "block_training"});
    CHECK(says(run(80, 99 << 10), "bytes of shared memory, the device has 101376 a block"));  // code for one that has more
    CHECK(done.empty());
    CHECK(fake::alive == 0);
}

TEST_CASE("what fits neither as a chain nor in blocks is a clear error where it does not, and runs elsewhere") {
    fake::reset();
    CHECK(tg::cuda::model<broad>(16).state());
    fake::architecture = 86;
    fake::shared_bytes = 99 << 10;
    CHECK(says(tg::cuda::model<broad>(16).state(), "cuda: a step of the network does not fit into 101376 bytes of shared memory even for one sample; use a narrower layer or a shorter sequence"));
    CHECK(fake::alive == 0);
}

TEST_CASE("a driver that is missing or too old, code for another device") {
    for (const cudaError_t e : {cudaErrorInsufficientDriver, cudaErrorNoKernelImageForDevice}) {
        fake::reset();
        fake::fails_as = e;
        std::size_t answered = 0;
        for (fake::fails_at = 0; fake::fails_at < 12; ++fake::fails_at) {
            fake::calls = 0;
            tg::cuda::model<classifier> there(16);
            answered += says(there.state(), e == cudaErrorInsufficientDriver ? "cuda: no GPU can be used: another error" : "cuda: there is no code for the device: another error");
        }
        CHECK(answered == 1);
    }
    CHECK(fake::alive == 0);
}
