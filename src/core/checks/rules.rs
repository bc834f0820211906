//! The rules, one file each, by their names.

mod a01;
mod a02;
mod a03;
mod a04;
mod a06;
mod a07;
mod a08;
mod a09;
mod a12;
mod a14;
mod a18;
mod a20;
mod a22;
mod b01;
mod b02;
mod b03;
mod b04;
mod b05;
mod b07;
mod b08;
mod b09;
mod b10;
mod b11;
mod b13;
mod b14;
mod b15;
mod m01;
mod n01;
mod n02;
mod n03;
mod n04;
mod n05;
mod n06;
mod n07;
mod n08;
mod n09;
mod n12;
mod q01;

use super::Check;

/// Every rule, by its name.
pub(super) const CHECKS: &[&Check] = &[
    &a01::A01,
    &a02::A02,
    &a03::A03,
    &a04::A04,
    &a06::A06,
    &a07::A07,
    &a08::A08,
    &a09::A09,
    &a12::A12,
    &a14::A14,
    &a18::A18,
    &a20::A20,
    &a22::A22,
    &b01::B01,
    &b02::B02,
    &b03::B03,
    &b04::B04,
    &b05::B05,
    &b07::B07,
    &b08::B08,
    &b09::B09,
    &b10::B10,
    &b11::B11,
    &b13::B13,
    &b14::B14,
    &b15::B15,
    &m01::M01,
    &n01::N01,
    &n02::N02,
    &n03::N03,
    &n04::N04,
    &n05::N05,
    &n06::N06,
    &n07::N07,
    &n08::N08,
    &n09::N09,
    &n12::N12,
    &q01::Q01,
];
