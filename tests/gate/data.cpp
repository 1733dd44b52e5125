#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<28, 28, 1>, tg::conv2d<8, 3>, tg::relu, tg::flatten, tg::dense<10>> {};
static tg::parameters<net> p;
static tg::inference<net> run{p};
static tg::trainer<net, tg::cross_entropy, tg::adam, 64> fit{{.learning_rate = 1e-3f}};

float step(const float (&images)[64 * 784], const int (&labels)[64]) { return fit.step(p, images, labels) + run(images)[0]; }
