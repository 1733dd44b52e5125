#include <typegrad/typegrad.hpp>
