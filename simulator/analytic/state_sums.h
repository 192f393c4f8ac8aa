// StateSums: sums over the states of a birth-and-death chain, in order, without overflow.
//
// A value; the weight of a state is that of the one before times a factor.  All sums are scaled
// down together when they grow too large, so only their ratios mean something.
#ifndef TFSCK_SIMULATOR_ANALYTIC_STATE_SUMS_H_
#define TFSCK_SIMULATOR_ANALYTIC_STATE_SUMS_H_

namespace tfsck::analytic {

class StateSums {
 public:
  // Adds the present state, with two quantities to be averaged.
  void Count(double first, double second) {
    total_ += weight_;
    first_ += weight_ * first;
    second_ += weight_ * second;
  }
  // Goes to the next state, `factor` times as likely.
  void Advance(double factor) {
    weight_ *= factor;
    if (weight_ < 1e200) return;
    for (double* each : {&weight_, &total_, &first_, &second_, &scale_}) *each *= 1e-200;
  }
  // Whether the states to come add nothing, their factors being at most `factor`.
  bool Ends(double factor) const { return factor < 1 && weight_ < 1e-300 * total_; }

  double weight() const { return weight_; }
  double total() const { return total_; }
  double first() const { return first_; }
  double second() const { return second_; }
  double scale() const { return scale_; }  // what a weight of 1 at the start is now

 private:
  double weight_ = 1;
  double total_ = 0;
  double first_ = 0;
  double second_ = 0;
  double scale_ = 1;
};

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_STATE_SUMS_H_
