//! The look of the window: fonts, and the scene's colours and sizes as egui's style.

use std::sync::Arc;

use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Stroke,
    Style, TextStyle, Ui, Visuals, vec2,
};

use crate::scene::{Font, Ink, Theme, Weight, icon_font as icon_font_bytes, size as space};

/// The family of the icon font; Inter uses some of the same private code points.
const ICONS: &str = "icons";

/// Hands egui the bundled fonts and both styles.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    for (theme, egui_theme) in [
        (Theme::Light, egui::Theme::Light),
        (Theme::Dark, egui::Theme::Dark),
    ] {
        ctx.set_style_of(egui_theme, style(theme));
    }
    ctx.options_mut(|options| {
        // A notch of the wheel with Ctrl is a fifth larger, as in other drawing programs.
        options.input_options.scroll_zoom_speed = 1.0 / 400.0;
        // Ctrl with + and - zooms the canvas.
        options.zoom_with_keyboard = false;
    });
}

/// The theme that is shown.
pub fn theme(ui: &Ui) -> Theme {
    if ui.visuals().dark_mode {
        Theme::Dark
    } else {
        Theme::Light
    }
}

/// A colour of the scene in the theme that is shown.
pub fn ink(ui: &Ui, ink: Ink) -> Color32 {
    color(theme(ui), ink)
}

/// A colour of the scene.
pub fn color(theme: Theme, ink: Ink) -> Color32 {
    let [r, g, b] = theme.rgb(ink).0;
    Color32::from_rgb(r, g, b)
}

/// A font of the scene, `zoom` times as large.
pub fn font_id(font: Font, zoom: f32) -> FontId {
    FontId::new(font.size * zoom, family(font.weight))
}

/// The icon font at a size in points.
pub fn icon_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(ICONS.into()))
}

/// Inter, semibold, at a size in points: headings.
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, family(Weight::SemiBold))
}

/// Inter, medium, at a size in points: buttons and labels that stand out.
pub fn medium(size: f32) -> FontId {
    FontId::new(size, family(Weight::Medium))
}

fn family(weight: Weight) -> FontFamily {
    match weight {
        Weight::Regular => FontFamily::Proportional,
        Weight::Medium => FontFamily::Name("inter-medium".into()),
        Weight::SemiBold => FontFamily::Name("inter-semibold".into()),
    }
}

/// A ring around the control that has the keyboard, in whatever panel or popup it stands. Text fields
/// show theirs by border and caret, the canvas by what is selected on it.
pub fn focus_ring(ctx: &egui::Context) {
    let Some(id) = ctx.memory(egui::Memory::focused) else {
        return;
    };
    if id == super::canvas::canvas_id() || ctx.text_edit_focused() {
        return;
    }
    let Some(response) = ctx.read_response(id) else {
        return;
    };
    let theme = match ctx.theme() {
        egui::Theme::Light => Theme::Light,
        egui::Theme::Dark => Theme::Dark,
    };
    let stroke = Stroke::new(2.0, color(theme, Ink::FocusRing));
    let seen = response.interact_rect.expand(4.0);
    let painter = ctx.layer_painter(response.layer_id).with_clip_rect(seen);
    let rect = response.rect.expand(2.0);
    painter.rect_stroke(
        rect,
        space::CONTROL_RADIUS,
        stroke,
        egui::StrokeKind::Middle,
    );
}

/// What every dialog, page and floating list stands on.
pub fn dialog_frame(ui: &Ui) -> egui::Frame {
    egui::Frame::popup(ui.style())
        .fill(ink(ui, Ink::Popup))
        .inner_margin(Margin::same(20))
        .corner_radius(10)
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for weight in Weight::ALL {
        let name = format!("Inter {}", weight.css());
        let data = FontData::from_static(weight.bytes());
        fonts.font_data.insert(name.clone(), Arc::new(data));
        fonts.families.entry(family(weight)).or_default().push(name);
    }
    let icons = FontData::from_static(icon_font_bytes());
    fonts.font_data.insert(ICONS.to_owned(), Arc::new(icons));
    let families = &mut fonts.families;
    families.insert(FontFamily::Name(ICONS.into()), vec![ICONS.to_owned()]);
    families.insert(
        FontFamily::Monospace,
        vec![format!("Inter {}", Weight::Regular.css())],
    );
    fonts
}

fn style(theme: Theme) -> Style {
    let color = |ink| color(theme, ink);
    let mut style = Style::default();
    let font = |size| FontId::new(size, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Small, font(11.0)),
        (TextStyle::Body, font(13.0)),
        (TextStyle::Button, font(13.0)),
        (TextStyle::Monospace, font(13.0)),
        (TextStyle::Heading, semibold(15.0)),
    ]
    .into();
    style.spacing.item_spacing = vec2(8.0, 4.0);
    style.spacing.button_padding = vec2(8.0, 4.0);
    style.spacing.interact_size = vec2(32.0, space::CONTROL);
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.combo_height = 320.0;
    style.interaction.tooltip_delay = 0.4;
    let mut visuals = match theme {
        Theme::Light => Visuals::light(),
        Theme::Dark => Visuals::dark(),
    };
    let radius = CornerRadius::same(6);
    visuals.override_text_color = Some(color(Ink::Text));
    visuals.weak_text_color = Some(color(Ink::TextMuted));
    visuals.hyperlink_color = color(Ink::AccentText);
    visuals.panel_fill = color(Ink::Panel);
    let [r, g, b] = theme.rgb(Ink::Shadow).0;
    let opacity = match theme {
        Theme::Light => 30,
        Theme::Dark => 110,
    };
    // Soft and from above: what floats is told from the page by its edge, not by a black border.
    visuals.window_shadow = egui::Shadow {
        offset: [0, 6],
        blur: 24,
        spread: 0,
        color: Color32::from_rgba_unmultiplied(r, g, b, opacity),
    };
    visuals.popup_shadow = egui::Shadow {
        offset: [0, 3],
        blur: 14,
        ..visuals.window_shadow
    };
    visuals.window_fill = color(Ink::Popup);
    visuals.window_stroke = Stroke::new(1.0, color(Ink::Hairline));
    visuals.window_corner_radius = CornerRadius::same(8);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.extreme_bg_color = color(Ink::Field);
    visuals.text_edit_bg_color = Some(color(Ink::Field));
    visuals.faint_bg_color = color(Ink::Hover);
    visuals.error_fg_color = color(Ink::DangerText);
    visuals.warn_fg_color = color(Ink::WarningText);
    // A caret that blinks would draw the whole window twice a second, for ever.
    visuals.text_cursor.blink = false;
    visuals.selection.bg_fill = color(Ink::SelectedFill);
    visuals.selection.stroke = Stroke::new(1.0, color(Ink::Accent));
    let widgets = &mut visuals.widgets;
    for (state, fill, border) in [
        (&mut widgets.noninteractive, Ink::Panel, Ink::Hairline),
        (&mut widgets.inactive, Ink::Button, Ink::FieldBorder),
        (&mut widgets.hovered, Ink::Hover, Ink::FieldBorder),
        (&mut widgets.active, Ink::Pressed, Ink::Accent),
        (&mut widgets.open, Ink::Hover, Ink::FieldBorder),
    ] {
        state.bg_fill = color(fill);
        state.weak_bg_fill = color(fill);
        state.bg_stroke = Stroke::new(1.0, color(border));
        state.fg_stroke = Stroke::new(1.0, color(Ink::Text));
        state.corner_radius = radius;
        state.expansion = 0.0;
    }
    style.visuals = visuals;
    style
}
