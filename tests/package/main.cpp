#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<2>, tg::dense<1>> {};

int main() {
    static tg::parameters<net> p;
    for (auto& value : p.flat()) value = 2;
    tg::inference<net> run{p};
    const float x[] = {3, 4};
    return run(x)[0] == 16.0f ? 0 : 1;  // 3 * 2 + 4 * 2 + 2
}
