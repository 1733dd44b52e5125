#ifndef TYPEGRAD_TRAIN_WEIGHTED_SUM_HPP
#define TYPEGRAD_TRAIN_WEIGHTED_SUM_HPP

#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

#include "../config.hpp"
#include "reduction.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

namespace compute {

template<class... Items>
struct item_list {};
template<class First, class... Rest>
struct item_list<First, Rest...> {
    First first;
    item_list<Rest...> rest;

    constexpr item_list() : first{}, rest{} {}
    constexpr explicit item_list(const First& f, const Rest&... r) : first(f), rest(r...) {}
};

// A range of numbers or labels, as a list of targets keeps it.
template<class Range>
struct kept_range {
    using type = std::span<const std::remove_cvref_t<decltype(std::declval<const Range&>()[0])>>;
};
template<>
struct kept_range<no_targets> {
    using type = no_targets;
};

}

// The targets of several outputs: for each of them labels, rows, or unlabelled. It refers to the ranges it is made of.
//   fit.step(p, images, tg::target_list(labels, boxes));
template<class... Ranges>
struct target_list {
    compute::item_list<Ranges...> items;
    constexpr explicit target_list(const Ranges&... ranges) : items(ranges...) {}
};
template<class... Ranges>
target_list(const Ranges&...) -> target_list<typename compute::kept_range<Ranges>::type...>;

// One of several outputs: its loss, how many numbers it has, and what its loss is multiplied with.
template<class Loss, std::size_t Size>
struct head {
    Loss loss{};
    float weight = 1;
};

// L = sum over the heads of weight loss, each being the loss of its own part of the output, reduced by itself over the batch.
// Over several batches (an epoch, accumulate) L is summed where all heads sum, and else averaged by samples.
//   shapes  the output's numbers are the heads' one after the other; targets: tg::target_list, one item a head
//   tg::weighted_sum<tg::head<tg::cross_entropy, 10>, tg::head<tg::huber, 4>> loss{{}, {.weight = 0.5f}};
template<class... Heads>
class weighted_sum;
template<class... Losses, std::size_t... Sizes>
class weighted_sum<head<Losses, Sizes>...> {
    static_assert(sizeof...(Losses) > 0, "weighted_sum: it has no head; give at least one");
    static_assert((!compute::mixes_samples<Losses> && ...), "weighted_sum: a loss that mixes samples cannot be a head; give losses of single samples");

public:
    static constexpr bool classifies = false, mixes_samples = true;

    constexpr weighted_sum() = default;
    constexpr explicit weighted_sum(const head<Losses, Sizes>&... heads)
        requires(sizeof...(Losses) > 0)
        : heads_(heads...) {}

    template<class Output>
    static consteval bool reads() {
        static_assert(Output::size == (Sizes + ... + 0), "weighted_sum: the sizes of the heads must add up to the size of the output; give each head its part");
        return true;
    }

    template<class... Ranges>
    static constexpr auto target(const target_list<Ranges...>& targets, std::size_t i, std::size_t) {
        return targets_at(targets.items, i, compute::item_list<head<Losses, Sizes>...>{});
    }
    template<class... Ranges>
    static constexpr std::size_t count(const target_list<Ranges...>& targets, std::size_t) {
        return count_of(targets.items, compute::item_list<head<Losses, Sizes>...>{});
    }
    template<class T, class Targets>
    constexpr compute::hit_count hits(const T* y, std::size_t, const Targets& targets) const {
        return hits_of(heads_, y, targets);
    }

    constexpr bool sums() const { return all_sum(heads_); }
    template<class T, class TargetAt>
    constexpr T batch(const T* y, T* dy, std::size_t count, std::size_t n, const TargetAt& target) const {
        return sum_of(heads_, y, dy, count, n, target);
    }

private:
    using none = compute::item_list<>;
    template<class Loss, std::size_t Size, class... More>
    using list = compute::item_list<head<Loss, Size>, More...>;

    static constexpr none targets_at(const none&, std::size_t, const none&) { return {}; }
    template<class Ranges, class Loss, std::size_t Size, class... More>
    static constexpr auto targets_at(const Ranges& ranges, std::size_t i, const list<Loss, Size, More...>& heads) {
        const auto mine = compute::target_of<Loss>(ranges.first, i, Size);
        return append(mine, targets_at(ranges.rest, i, heads.rest));
    }
    template<class First, class... Rest>
    static constexpr compute::item_list<First, Rest...> append(const First& first, const compute::item_list<Rest...>& rest) {
        compute::item_list<First, Rest...> both;
        both.first = first;
        both.rest = rest;
        return both;
    }

    static constexpr std::size_t count_of(const none&, const none&) { return static_cast<std::size_t>(-1); }
    template<class Ranges, class Loss, std::size_t Size, class... More>
    static constexpr std::size_t count_of(const Ranges& ranges, const list<Loss, Size, More...>& heads) {
        const std::size_t mine = compute::target_count<Loss>(ranges.first, Size), others = count_of(ranges.rest, heads.rest);
        return mine < others ? mine : others;
    }

    static constexpr bool all_sum(const none&) { return true; }
    template<class Loss, std::size_t Size, class... More>
    static constexpr bool all_sum(const list<Loss, Size, More...>& heads) {
        return compute::sums_samples(heads.first.loss) && all_sum(heads.rest);
    }

    template<class T>
    static constexpr compute::hit_count hits_of(const none&, const T*, const none&) { return {}; }
    template<class T, class Targets, class Loss, std::size_t Size, class... More>
    static constexpr compute::hit_count hits_of(const list<Loss, Size, More...>& heads, const T* y, const Targets& targets) {
        compute::hit_count all = compute::hits_of(heads.first.loss, y, Size, targets.first);
        return all += hits_of(heads.rest, y + Size, targets.rest);
    }

    template<class T, class TargetAt>
    static constexpr T sum_of(const none&, const T*, T*, std::size_t, std::size_t, const TargetAt&) { return 0; }
    template<class T, class TargetAt, class Loss, std::size_t Size, class... More>
    static constexpr T sum_of(const list<Loss, Size, More...>& heads, const T* y, T* dy, std::size_t count, std::size_t n, const TargetAt& target) {
        const Loss& loss = heads.first.loss;
        auto mine = [&](std::size_t i) { return target(i).first; };
        compute::batch_value<T> r;
        r.weight = compute::weight_of<T>(loss, count, Size, mine);
        const T share = compute::share_of(loss, r.weight) * static_cast<T>(heads.first.weight);
        for (std::size_t i = 0; i < count; ++i) compute::add_sample(loss, y + i * n, dy + i * n, Size, mine(i), share, T(1), r);
        return r.loss + sum_of(heads.rest, y + Size, dy + Size, count, n, [&](std::size_t i) { return target(i).rest; });
    }

    compute::item_list<head<Losses, Sizes>...> heads_;
};

}
}

#endif
