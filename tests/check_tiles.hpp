#ifndef TYPEGRAD_TESTS_CHECK_TILES_HPP
#define TYPEGRAD_TESTS_CHECK_TILES_HPP

#include <cstddef>

#include <typegrad/layers/conv1d.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/reshape.hpp>

#include "check_layer.hpp"

// A layer between convolutions, whose values are tiles: a vector holds one element of several samples.
namespace check {

template<class Layer, class In>
struct tiled;
template<class Layer, std::size_t... Extents>
struct tiled<Layer, tg::shape<Extents...>> : tg::network<tg::input<tg::shape<Extents...>::size, 1>, tg::conv1d<1, 1>, tg::reshape<Extents...>, Layer> {};

template<class Layer, class In>
void check_tiles(double tolerance = 1e-5) {
    check_batches<tiled<Layer, In>, lanes + 1>(tolerance);
}

// In front of a convolution that wants a border around its input, which the layer then writes. Its output is an image.
template<class Layer, class In>
struct before_border;
template<class Layer, std::size_t... Extents>
struct before_border<Layer, tg::shape<Extents...>>
    : tg::network<tg::input<tg::shape<Extents...>::size, 1>, tg::conv1d<1, 1>, tg::reshape<Extents...>, Layer, tg::conv2d<2, 3, tg::same>> {};

template<class Layer, class In>
void check_before_border(double tolerance = 1e-5) {
    check_batches<before_border<Layer, In>, lanes + 1>(tolerance);
    check_batches<before_border<Layer, In>, 1>(tolerance);
}

}

#endif
